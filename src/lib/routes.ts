import type { IncomingMessage, ServerResponse } from 'node:http';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Who answers which path of the program's one HTTP server. */
export interface Routes {
  /** Gives a path to a listener, in place of an earlier one. */
  add(path: string, listener: Listener): void;
  remove(path: string): void;
  find(path: string): Listener | undefined;
}

/** No path is answered at first. */
export function createRoutes(): Routes {
  const listeners = new Map<string, Listener>();
  return {
    add: (path, listener) => void listeners.set(path, listener),
    remove: (path) => void listeners.delete(path),
    find: (path) => listeners.get(path),
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
