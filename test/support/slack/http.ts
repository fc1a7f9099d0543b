import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, json, refusal, tooMany } from './answers.ts';
import type { Commands } from './commands.ts';
import { type Faults, goWrong } from './faults.ts';
import type { Method } from './web-api.ts';
import type { ApiCall, Workspace } from './workspace.ts';

/** Routes requests to the Web API under /api/ and to the response_urls under /commands/. */
export function createHandler(
  workspace: Workspace,
  methods: Readonly<Record<string, Method>>,
  commands: Commands,
  faults: Faults,
) {
  function answerCommand(path: string, body: string, response: ServerResponse): void {
    const work = () => commands.respond(path, JSON.parse(body));
    const fault = faults.take('response_url');
    if (fault) goWrong(fault, response, work);
    else json(response, ...work());
  }

  function answerCall(request: IncomingMessage, body: string, response: ServerResponse): void {
    const name = (request.url ?? '').replace(/^\/api\//, '');
    const args = parseArgs(request, body);
    workspace.calls.push({ method: name, args });
    const work = () => callMethod(workspace, methods[name], request, args);
    const fault = faults.take(name);
    if (fault) goWrong(fault, response, work);
    else send(response, workspace, work());
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const path = request.url ?? '';
    if (path.startsWith('/commands/')) answerCommand(path, body, response);
    else answerCall(request, body, response);
  };
}

function callMethod(
  workspace: Workspace,
  method: Method | undefined,
  request: IncomingMessage,
  args: ApiCall['args'],
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
  return method.run(args);
}

function tokenError(workspace: Workspace, method: Method, token: string | undefined) {
  if (!token) return 'not_authed';
  const { botToken, appToken } = workspace;
  if (token !== botToken && token !== appToken) return 'invalid_auth';
  const isRightKind = token === (method.token === 'bot' ? botToken : appToken);
  return isRightKind ? undefined : 'not_allowed_token_type';
}

function send(response: ServerResponse, workspace: Workspace, answer: Answer): void {
  response.setHeader('x-oauth-scopes', workspace.options.scopes.join(','));
  if (answer.retryAfter === undefined) json(response, 200, answer);
  else tooMany(response, answer.retryAfter);
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
