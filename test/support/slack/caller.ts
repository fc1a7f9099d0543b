import { createHmac } from 'node:crypto';
import type { Workspace } from './workspace.ts';

export type Kind = 'slash_commands' | 'events_api' | 'interactive';

/** What a request of Slack may have that is out of the ordinary. */
export interface Tweaks {
  /** Another secret than the app's. */
  readonly signingSecret?: string;
  /** How old the request is, in seconds. */
  readonly age?: number;
  /** Headers in place of Slack's own; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Which repetition it is, as X-Slack-Retry-Num says. */
  readonly retry?: number;
}

/** Slack as the caller of an app in HTTP mode. */
export interface Caller {
  /** The app's request URL. */
  readonly url: string;
  /** Sends as Slack does, and expects 200 in time; gives the body of the answer. */
  deliver(kind: Kind, payload: object): Promise<unknown>;
  /** Sends one request, and gives whatever is answered. */
  post(kind: Kind, payload: object, tweaks?: Tweaks): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export function createCaller(url: string, signingSecret: string, workspace: Workspace): Caller {
  const { violations, options } = workspace;

  async function post(kind: Kind, payload: object, tweaks: Tweaks = {}): Promise<Reply> {
    const [type, body] = encode(kind, payload);
    const headers = {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signature(body, { signingSecret, ...tweaks }),
      ...(tweaks.retry && {
        'x-slack-retry-num': String(tweaks.retry),
        'x-slack-retry-reason': 'http_timeout',
      }),
      ...tweaks.headers,
    };
    const signal = AbortSignal.timeout(options.ackWithinMs);
    const response = await fetch(url, { method: 'POST', body, headers: defined(headers), signal });
    return { status: response.status, body: await response.text() };
  }

  async function deliver(kind: Kind, payload: object): Promise<unknown> {
    const { status, body } = await post(kind, payload);
    if (status !== 200) violations.push(`HTTP: ${kind} was answered with ${status}`);
    return body === '' ? undefined : JSON.parse(body);
  }

  return { url, post, deliver };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signature(body: string, { signingSecret = '', age = 0 }: Tweaks) {
  const seconds = Math.floor(Date.now() / 1_000) - age;
  const hash = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

function encode(kind: Kind, payload: object): [type: string, body: string] {
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)];
  const fields =
    kind === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Fields);
  return ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()];
}

type Fields = Record<string, string>;

function defined(headers: Readonly<Record<string, string | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
