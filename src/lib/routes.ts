import type { IncomingMessage, ServerResponse } from 'node:http';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Who answers which path of the program's one HTTP server. */
export interface Routes {
  /** Gives a path to a listener, in place of an earlier one. */
  add(path: string, listener: Listener): void;
  remove(path: string): void;
  /** Gives a listener every path that nobody else has. */
  addRest(listener: Listener): void;
  find(path: string): Listener | undefined;
}

/** No path is answered at first. */
export function createRoutes(): Routes {
  const listeners = new Map<string, Listener>();
  let rest: Listener | undefined;
  return {
    add: (path, listener) => void listeners.set(path, listener),
    remove: (path) => void listeners.delete(path),
    addRest: (listener) => {
      rest = listener;
    },
    find: (path) => listeners.get(path) ?? rest,
  };
}

/** A listener that answers any other method by itself. */
export function onlyMethod(method: 'GET' | 'POST', listener: Listener): Listener {
  return (request, response) => {
    if (request.method === method) return listener(request, response);
    response.setHeader('allow', method);
    sendText(response, 405, `This address takes ${method} alone.`);
  };
}

/** Ends a response with one line of plain text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
