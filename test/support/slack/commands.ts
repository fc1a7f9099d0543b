import { z } from 'zod';
import { judgeBlocks } from './blocks.ts';
import { findPings } from './pings.ts';
import type { Sockets } from './sockets.ts';
import { APP_ID, type Block, CHANNEL, secret, TEAM, type Workspace } from './workspace.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

export interface SlashCommand {
  /** "/subscribe" */
  readonly command: string;
  /** As typed; the server escapes it as Slack does. */
  readonly text?: string;
  readonly channel?: string;
  readonly user?: string;
  /** Fields of a recorded payload, in the place of our own; its response_url is always ours. */
  readonly recorded?: object;
  /** How many answers to wait for. Default 1. */
  readonly answers?: number;
  /** Called when the app acknowledges. */
  readonly onAcknowledged?: () => void;
}

/** An answer that only the caller sees. */
export interface SlackAnswer {
  readonly response_type?: string | undefined;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface Commands {
  /** Types a command; resolves with the answers, rejects as Slack would tell the person. */
  type(origin: string, typed: SlashCommand): Promise<SlackAnswer[]>;
  /** Handles a post to a response_url: status and body. */
  respond(path: string, body: unknown): [status: number, body: object];
  /** The app has died: whoever waits for an answer gets none, and that is no mistake of the app. */
  forgive(): void;
}

interface ResponseUrl {
  readonly issuedAt: number;
  readonly wanted: number;
  readonly answers: SlackAnswer[];
  readonly done: (answers: SlackAnswer[]) => void;
  readonly failed: (error: Error) => void;
  uses: number;
}

const answerShape = z.strictObject({
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  text: z.string().min(1).max(40_000),
  blocks: z.array(z.unknown()),
  mrkdwn: z.boolean().optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: z.boolean().optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
});

export function createCommands(workspace: Workspace, sockets: Sockets): Commands {
  const { now } = workspace.options;
  const urls = new Map<string, ResponseUrl>();

  async function type(origin: string, typed: SlashCommand): Promise<SlackAnswer[]> {
    const path = `/commands/${TEAM.id}/${urls.size + 1}/${secret()}`;
    const { promise, resolve: done, reject: failed } = Promise.withResolvers<SlackAnswer[]>();
    promise.catch(() => undefined);
    const wanted = typed.answers ?? 1;
    urls.set(path, { issuedAt: now(), wanted, answers: [], done, failed, uses: 0 });
    await sockets.deliver('slash_commands', payload(typed, origin + path));
    typed.onAcknowledged?.();
    return promise;
  }

  function respond(path: string, body: unknown): [number, object] {
    const url = urls.get(path);
    if (!url) return refuse(404, 'no_such_url');
    if (now() - url.issuedAt > LIFETIME_MS) return refuse(404, 'expired_url');
    if (++url.uses > MAX_USES) return refuse(404, 'used_url');
    const answer = answerShape.safeParse(body);
    if (!answer.success) return refuse(400, `invalid_payload ${answer.error.message}`);
    const { error, details } = judgeBlocks(answer.data.blocks);
    if (error) return refuse(400, `${error} ${details.join('; ')}`);
    for (const ping of findPings(answer.data)) refuse(200, `${ping} would notify people`);
    url.answers.push(answer.data as SlackAnswer);
    if (url.answers.length === url.wanted) url.done(url.answers);
    return [200, { ok: true }];
  }

  function refuse(status: number, error: string): [number, object] {
    workspace.violations.push(`response_url: ${error}`);
    return [status, { ok: false, error }];
  }

  function forgive(): void {
    for (const { failed } of urls.values()) failed(new Error('the app died before it answered'));
  }

  return { type, respond, forgive };
}

/** The fields of a real one (python-slack-sdk's and vercel/chat's recordings). */
function payload(
  { command, text = '', channel, user, recorded }: SlashCommand,
  responseUrl: string,
) {
  return {
    token: secret(),
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel ?? CHANNEL,
    channel_name: 'reading',
    user_id: user ?? 'U0READER',
    user_name: 'reader',
    command,
    text: text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    trigger_id: `1.2.${secret()}`,
    ...recorded,
    response_url: responseUrl,
  };
}
