import type { IncomingMessage, ServerResponse } from 'node:http';
import { NEAR, type Traffic, travel } from '../traffic.ts';
import { type Answer, type HttpAnswer, json, refusal, tooMany } from './answers.ts';
import { type Faults, faultName, goWrong, send } from './faults.ts';
import type { Method } from './method.ts';
import type { OAuth } from './oauth.ts';
import type { Pace } from './pace.ts';
import type { Responses } from './responses.ts';
import { type Grant, type Teams, whoIs } from './teams.ts';
import type { ApiCall, Workspace } from './workspace.ts';

export interface HandlerOptions {
  readonly workspace: Workspace;
  readonly methods: Readonly<Record<string, Method>>;
  readonly pace: Pace;
  readonly responses: Responses;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly teams: Teams;
  readonly oauth: OAuth;
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

/** Routes requests to the Web API under /api/, the response_urls under /commands/, and Slack's own page. */
export function createHandler(options: HandlerOptions) {
  const { workspace, methods, pace, responses, faults, traffic, teams, oauth } = options;

  function readTask(request: IncomingMessage, body: string): Task {
    const path = request.url ?? '';
    if (path.startsWith('/commands/')) {
      const work = () => json(...responses.respond(path, JSON.parse(body)));
      return { call: 'response_url', work, isFar: false };
    }
    if (path.startsWith('/oauth/v2/authorize?')) {
      const work = () => oauth.authorize(new URL(path, 'http://localhost'));
      return { call: 'authorize', work, isFar: false };
    }
    const method = path.replace(/^\/api\//, '');
    const args = parseArgs(request, body);
    workspace.calls.push({ method, args });
    const { channel } = args;
    if (method === 'oauth.v2.access')
      return { call: method, work: () => json(200, oauth.access(args)), isFar: true };
    return { call: method, channel, work: () => answerCall(method, request, args), isFar: true };
  }

  function answerCall(name: string, request: IncomingMessage, args: ApiCall['args']): HttpAnswer {
    const grant = teams.find(tokenOf(request, args));
    if (grant) teams.calls.push({ method: name, team: grant.team.id });
    const method = grant && name === 'auth.test' ? whoAmI(grant) : methods[name];
    const { retryAfter, ...answer } = callMethod(workspace, method, grant, request, args, () =>
      pace.waitFor(name, args.channel ?? ''),
    );
    if (retryAfter !== undefined) return tooMany(retryAfter);
    const scopes = { 'x-oauth-scopes': (grant ?? workspace.options).scopes.join(',') };
    const { headers, ...rest } = json(200, answer);
    return { ...rest, headers: { ...headers, ...scopes } };
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { call, channel, work, isFar } = readTask(request, await readBody(request));
    const { remotePort: port } = request.socket;
    const event = { call, port, ...(channel !== undefined && { channel }) };
    const fault = faults.take(call);
    traffic.tell({ ...event, phase: 'came', ...(fault && { fault: faultName(fault) }) });
    response.once('finish', () =>
      traffic.tell({ ...event, phase: 'answered', status: response.statusCode }),
    );
    const way = (isFar ? workspace.options.latencyMs : NEAR)();
    await travel(way.there);
    const carryOut = () => {
      const answer = work();
      traffic.tell({ ...event, phase: 'done' });
      return answer;
    };
    if (fault) return goWrong(fault, response, carryOut);
    const answer = carryOut();
    await travel(way.back);
    send(response, answer);
  };
}

function callMethod(
  workspace: Workspace,
  method: Method | undefined,
  grant: Grant | undefined,
  request: IncomingMessage,
  args: ApiCall['args'],
  waitSeconds: () => number,
): Answer {
  if (!method) return refusal('unknown_method');
  const error = tokenError(workspace, method, grant, tokenOf(request, args));
  if (error) return refusal(error);
  const known = [...method.args, ...ADDED_BY_THE_SDK];
  const unknown = Object.keys(args).filter((name) => !known.includes(name));
  if (unknown.length > 0) workspace.violations.push(`${request.url}: undocumented ${unknown}`);
  const needed = method.scope?.(args);
  const scopes = grant?.scopes ?? [];
  if (needed && !scopes.includes(needed)) {
    return { ...refusal('missing_scope'), needed, provided: scopes.join() };
  }
  const seconds = waitSeconds();
  return seconds > 0 ? { ok: false, retryAfter: seconds } : method.run(args);
}

/** bolt's client names the team in every call that it makes for an event. */
const ADDED_BY_THE_SDK = ['team_id'];

function tokenOf(request: IncomingMessage, args: ApiCall['args']): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? args.token;
}

/** auth.test tells whose token it is. */
function whoAmI(grant: Grant): Method {
  return { token: 'bot', args: [], run: () => whoIs(grant) };
}

function tokenError(
  { appToken }: Workspace,
  method: Method,
  grant: Grant | undefined,
  token: string | undefined,
) {
  if (!token) return 'not_authed';
  if (grant?.isRevoked) return 'token_revoked';
  if (!grant && token !== appToken) return 'invalid_auth';
  const isRightKind = (method.token === 'bot') === Boolean(grant);
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
