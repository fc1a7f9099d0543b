import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drip } from '../traffic.ts';
import {
  type ApiError,
  type ChatRequest,
  type Demands,
  headerFault,
  readRequest,
} from './request.ts';

/** How a model answers: with a text, or in one of the ways in which one may misbehave. */
export type Behaviour =
  | string
  | 'silence'
  | 'reset'
  | { readonly error: ApiError; readonly headers?: Readonly<Record<string, string>> }
  /** A chat completion with these parts in the place of its own. */
  | { readonly completion: object }
  /** Anything else with status 200; headers at once and nothing more, or a byte each so many ms. */
  | { readonly body: string | Buffer; readonly type?: string; readonly pace?: 'hang' | number };

export type Behave = (question: ChatRequest) => Behaviour | Promise<Behaviour>;

export interface ModelServer {
  /** "http://127.0.0.1:40123/v1" */
  readonly baseUrl: string;
  /** The questions that were well put, in order. */
  readonly questions: readonly ChatRequest[];
  /** What was refused, in order. */
  readonly refused: readonly ApiError[];
  /** How many calls were under way at the same time, at most. */
  mostAtOnce(): number;
  behave(behave: Behave): void;
  close(): Promise<void>;
}

/** A real HTTP server that speaks OpenAI's chat completions and refuses what OpenAI refuses. */
export async function startModelServer(
  behaviour: Behave = summariseWell,
  demands: Partial<Demands> = {},
): Promise<ModelServer> {
  const wanted: Demands = {
    key: null,
    models: ['test-model'],
    thinks: false,
    lists: true,
    ...demands,
  };
  let behave = behaviour;
  let [underWay, most] = [0, 0];
  const questions: ChatRequest[] = [];
  const refused: ApiError[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const fault = headerFault(request.headers, wanted);
    if (fault) return refuse(fault, response);
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    if (request.method === 'GET' && pathname === '/v1/models' && wanted.lists)
      return json(response, 200, { object: 'list', data: wanted.models.map(toModel) });
    if (request.method !== 'POST' || pathname !== '/v1/chat/completions')
      return refuse({ status: 404, message: 'Unknown request URL.' }, response);
    const question = readRequest(text, wanted);
    if ('status' in question) return refuse(question, response);
    questions.push(question);
    perform(await behave(question), question, request, response);
  }

  function refuse(error: ApiError, response: ServerResponse): void {
    refused.push(error);
    sendError(response, error);
  }

  const server = createServer((request, response) => {
    most = Math.max(most, ++underWay);
    response.on('close', () => underWay--);
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    questions,
    refused,
    mostAtOnce: () => most,
    behave: (next) => {
      behave = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a model that does its work would say of the paper. */
export function summariseWell(question: ChatRequest): string {
  const { title, abstract } = paperIn(question);
  return `This work presents ${title}. ${abstract.split('. ')[0]?.replace(/\.$/, '')}, as measured by its authors.`;
}

/** The paper that a question is about. */
export function paperIn({ messages }: ChatRequest): { title: string; abstract: string } {
  const asked = messages.find((it) => it.role === 'user')?.content ?? '';
  const [, title = '', abstract = ''] =
    /Title: (.*)\nAbstract: ([\s\S]*)\n<\/paper>/.exec(asked) ?? [];
  return { title, abstract };
}

function perform(
  behaviour: Behaviour,
  question: ChatRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (behaviour === 'silence') return;
  if (behaviour === 'reset') request.socket.resetAndDestroy();
  else if (typeof behaviour === 'string') json(response, 200, completionOf(behaviour, question));
  else if ('error' in behaviour) sendError(response, behaviour.error, behaviour.headers);
  else if ('completion' in behaviour)
    json(response, 200, { ...completionOf('', question), ...behaviour.completion });
  else sendRaw(response, behaviour);
}

function sendRaw(
  response: ServerResponse,
  { body, type = 'application/json', pace }: Extract<Behaviour, { body: unknown }>,
): void {
  response.writeHead(200, { 'content-type': type });
  if (pace === undefined) response.end(body);
  else if (pace === 'hang') response.flushHeaders();
  else void drip(response, body, pace);
}

/** A choice of a chat completion. */
export function choiceOf(content: string | null, others: object = {}, reason = 'stop') {
  return {
    index: 0,
    message: { role: 'assistant', content, ...others },
    finish_reason: reason,
  };
}

function completionOf(text: string, { model, messages }: ChatRequest) {
  const prompt = Math.ceil(messages.reduce((sum, it) => sum + it.content.length, 0) / 4);
  const completion = Math.ceil(text.length / 4);
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [choiceOf(text)],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    },
  };
}

function toModel(id: string) {
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'test' };
}

function sendError(
  response: ServerResponse,
  { status, message, param, code }: ApiError,
  headers: Readonly<Record<string, string>> = {},
): void {
  const error = {
    message,
    type: 'invalid_request_error',
    param: param ?? null,
    code: code ?? null,
  };
  json(response, status, { error }, headers);
}

function json(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
