import { z } from 'zod';
import { judgeBlocks } from './blocks.ts';
import { findPings } from './pings.ts';
import { type Block, type Ephemeral, secret, TEAM, type Workspace } from './workspace.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** What somebody did, that the app may answer. */
export interface Occasion {
  readonly user: string;
  readonly channel: string;
  /** What only that person sees, and an answer may stand in the place of; null for a post. */
  readonly original: Ephemeral | null;
  /** Hears each answer. */
  readonly onAnswer?: (answer: Ephemeral) => void;
}

/** The response_urls that were given out. */
export interface Responses {
  /** The path of a fresh one. */
  issue(occasion: Occasion): string;
  /** Handles a post to one: status and body. */
  respond(path: string, body: unknown): [status: number, body: object];
}

interface ResponseUrl {
  readonly occasion: Occasion;
  readonly issuedAt: number;
  uses: number;
}

const answerShape = z.strictObject({
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  text: z.string().min(1).max(40_000),
  blocks: z.array(z.unknown()),
  mrkdwn: z.boolean().optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: z.boolean().optional(),
  thread_ts: z.string().optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
});

type AnswerBody = z.infer<typeof answerShape>;

export function createResponses(workspace: Workspace): Responses {
  const { now } = workspace.options;
  const urls = new Map<string, ResponseUrl>();

  function issue(occasion: Occasion): string {
    const path = `/commands/${TEAM.id}/${urls.size + 1}/${secret()}`;
    urls.set(path, { occasion, issuedAt: now(), uses: 0 });
    return path;
  }

  function respond(path: string, body: unknown): [number, object] {
    const url = urls.get(path);
    if (!url) return refuse(404, 'no_such_url');
    if (now() - url.issuedAt > LIFETIME_MS) return gone('expired_url');
    if (++url.uses > MAX_USES) return refuse(404, 'used_url');
    const answer = answerShape.safeParse(body);
    if (!answer.success) return refuse(400, `invalid_payload ${answer.error.message}`);
    const { error, details } = judgeBlocks(answer.data.blocks);
    if (error) return refuse(400, `${error} ${details.join('; ')}`);
    for (const ping of findPings(answer.data, 'person')) complain(`${ping} would notify people`);
    const shown = show(url.occasion, answer.data);
    url.occasion.onAnswer?.(shown);
    return [200, { ok: true }];
  }

  function show({ user, channel, original }: Occasion, body: AnswerBody): Ephemeral {
    if (body.replace_original && !original) complain('it replaces what everybody sees');
    if (body.response_type === 'in_channel') complain('everybody would see it');
    const { ephemerals } = workspace;
    const index = ephemerals.findIndex(({ ts }) => ts === original?.ts);
    const isReplacing = body.replace_original === true && index >= 0;
    const ts = isReplacing && original ? original.ts : workspace.nextTs();
    const shown = { ...body, user, channel, ts, blocks: body.blocks as Block[] };
    if (isReplacing) ephemerals[index] = shown;
    else ephemerals.push(shown);
    return shown;
  }

  /** Only time made it bad. */
  function gone(error: string): [number, object] {
    return [404, { ok: false, error }];
  }

  function refuse(status: number, error: string): [number, object] {
    complain(error);
    return [status, { ok: false, error }];
  }

  function complain(error: string): void {
    workspace.violations.push(`response_url: ${error}`);
  }

  return { issue, respond };
}
