import { type APIMessage, type APIThreadChannel, Routes } from 'discord.js';
import type { ChannelAddress } from '../../core/channel.ts';
import { fingerprint, firstIdSince, MOST_PAGES, ownId, type Shown } from './history.ts';
import type { DiscordRest } from './rest.ts';

interface Threads {
  readonly threads: readonly APIThreadChannel[];
  readonly has_more?: boolean;
}

/** What was found of an earlier post in a forum. */
export interface ForumFinding {
  /** The id of its thread, and of its first message; undefined when there is none. */
  readonly thread: string | undefined;
  /** False when there were too many threads to look at. */
  readonly complete: boolean;
}

/**
 * Looks for the bot's own thread in a forum, made since then, whose first message shows the same as
 * `body`: first among the server's active threads, then among the forum's archived ones. Rejects
 * with an error of discord.js when they can't be read.
 */
export async function findForumPost(
  rest: DiscordRest,
  { workspace, channel }: ChannelAddress,
  body: Shown,
  since: Date,
  signal: AbortSignal,
): Promise<ForumFinding> {
  const author = await ownId(rest, signal);
  const firstId = BigInt(firstIdSince(since));
  const isCandidate = ({ id, owner_id, parent_id }: APIThreadChannel) =>
    parent_id === channel && owner_id === author && BigInt(id) >= firstId;

  async function search({ threads }: Threads): Promise<string | undefined> {
    for (const { id } of threads.filter(isCandidate)) {
      if (await shows(rest, id, body, signal)) return id;
    }
    return undefined;
  }

  const route = Routes.guildActiveThreads(workspace);
  const active = await search(await rest.call<Threads>('get', route, { signal }));
  if (active !== undefined) return { thread: active, complete: true };
  let before: string | undefined;
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await readArchived(rest, channel, before, signal);
    const archived = await search(page);
    before = page.threads.at(-1)?.thread_metadata?.archive_timestamp;
    const isEnd = !page.has_more || before === undefined || new Date(before) < since;
    if (archived !== undefined || isEnd) return { thread: archived, complete: true };
  }
  return { thread: undefined, complete: false };
}

/** The latest archived first. */
function readArchived(
  rest: DiscordRest,
  forum: string,
  before: string | undefined,
  signal: AbortSignal,
): Promise<Threads> {
  const query = new URLSearchParams({ limit: '100', ...(before !== undefined && { before }) });
  return rest.call('get', Routes.channelThreads(forum, 'public'), { query, signal });
}

/** Whether a thread's first message, which has the thread's id, shows the same. */
async function shows(rest: DiscordRest, thread: string, body: Shown, signal: AbortSignal) {
  const route = Routes.channelMessage(thread, thread);
  const starter = await rest.call<APIMessage>('get', route, { signal });
  return fingerprint(starter) === fingerprint(body);
}
