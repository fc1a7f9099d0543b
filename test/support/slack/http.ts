import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Traffic, travel } from '../traffic.ts';
import { type Answer, type HttpAnswer, json, refusal, tooMany } from './answers.ts';
import type { Commands } from './commands.ts';
import { type Faults, faultName, goWrong, send } from './faults.ts';
import type { Pace } from './pace.ts';
import type { Method } from './web-api.ts';
import type { ApiCall, Workspace } from './workspace.ts';

export interface HandlerOptions {
  readonly workspace: Workspace;
  readonly methods: Readonly<Record<string, Method>>;
  readonly pace: Pace;
  readonly commands: Commands;
  readonly faults: Faults;
  readonly traffic: Traffic;
}

/** What a request asks for. */
interface Task {
  /** The method's name, or "response_url". */
  readonly call: string;
  readonly channel?: string | undefined;
  readonly work: () => HttpAnswer;
  /** False for answers to commands, which are not under a simulated distance. */
  readonly isFar: boolean;
}

/** Routes requests to the Web API under /api/ and to the response_urls under /commands/. */
export function createHandler(options: HandlerOptions) {
  const { workspace, methods, pace, commands, faults, traffic } = options;

  function readTask(request: IncomingMessage, body: string): Task {
    const path = request.url ?? '';
    if (path.startsWith('/commands/')) {
      const work = () => json(...commands.respond(path, JSON.parse(body)));
      return { call: 'response_url', work, isFar: false };
    }
    const method = path.replace(/^\/api\//, '');
    const args = parseArgs(request, body);
    workspace.calls.push({ method, args });
    const { channel } = args;
    return { call: method, channel, work: () => answerCall(method, request, args), isFar: true };
  }

  function answerCall(name: string, request: IncomingMessage, args: ApiCall['args']): HttpAnswer {
    const { retryAfter, ...answer } = callMethod(workspace, methods[name], request, args, () =>
      pace.waitFor(name, args.channel ?? ''),
    );
    if (retryAfter !== undefined) return tooMany(retryAfter);
    const scopes = { 'x-oauth-scopes': workspace.options.scopes.join(',') };
    const { headers, ...rest } = json(200, answer);
    return { ...rest, headers: { ...headers, ...scopes } };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { call, channel, work, isFar } = readTask(request, await readBody(request));
    const event = { call, ...(channel !== undefined && { channel }) };
    const fault = faults.take(call);
    traffic.tell({ ...event, phase: 'came', ...(fault && { fault: faultName(fault) }) });
    response.once('finish', () =>
      traffic.tell({ ...event, phase: 'answered', status: response.statusCode }),
    );
    const distance = isFar ? workspace.options.latencyMs() : 0;
    await travel(distance);
    const carryOut = () => {
      const answer = work();
      traffic.tell({ ...event, phase: 'done' });
      return answer;
    };
    if (fault) return goWrong(fault, response, carryOut);
    const answer = carryOut();
    await travel(distance);
    send(response, answer);
  };
}

function callMethod(
  workspace: Workspace,
  method: Method | undefined,
  request: IncomingMessage,
  args: ApiCall['args'],
  waitSeconds: () => number,
): Answer {
  if (!method) return refusal('unknown_method');
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? args.token;
  const error = tokenError(workspace, method, token);
  if (error) return refusal(error);
  const unknown = Object.keys(args).filter((name) => !method.args.includes(name));
  if (unknown.length > 0) workspace.violations.push(`${request.url}: undocumented ${unknown}`);
  const needed = method.scope?.(args);
  if (needed && !workspace.options.scopes.includes(needed)) {
    return { ...refusal('missing_scope'), needed, provided: workspace.options.scopes.join() };
  }
  const seconds = waitSeconds();
  return seconds > 0 ? { ok: false, retryAfter: seconds } : method.run(args);
}

function tokenError(workspace: Workspace, method: Method, token: string | undefined) {
  if (!token) return 'not_authed';
  const { botToken, appToken } = workspace;
  if (token !== botToken && token !== appToken) return 'invalid_auth';
  const isRightKind = token === (method.token === 'bot' ? botToken : appToken);
  return isRightKind ? undefined : 'not_allowed_token_type';
}

function parseArgs(request: IncomingMessage, body: string): ApiCall['args'] {
  if (request.headers['content-type']?.startsWith('application/json')) return JSON.parse(body);
  return Object.fromEntries(new URLSearchParams(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
