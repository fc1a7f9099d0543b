import type { Channel, Mute } from '../../core/channel.ts';
import type { Reply } from '../../core/command.ts';
import { QueryError } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import { parseQuery, parseStored } from '../../core/query/parser.ts';
import { readReference } from '../../core/reference.ts';
import {
  MUTED_PAGE,
  type MuteView,
  muteChoices,
  mutedList,
  muted as mutedReply,
  nothingMuted,
  notMuted,
  unmuted,
} from '../../core/replies/muting.ts';
import { unknownPaper } from '../../core/replies/paper.ts';
import { noSuchPage } from '../../core/replies/reply.ts';
import { DAY_MS } from '../../core/time.ts';
import { announce } from './announce.ts';
import { ensureChannel } from './channel.ts';
import type { Call, Command, CommandDeps } from './command.ts';
import { findPaper, readPage } from './papers.ts';
import { orUnreadable } from './queries.ts';
import { rematch } from './rematch.ts';

/** A posted card is only changed while it is this young, as in pipeline/revise.ts. */
const SHOWN_MS = 14 * DAY_MS;
/** A paper by its name; for the words "paper clip", there are quotes. */
const OF_PAPER = /^paper(?:\s+(\S+))?$/i;

/** `/papers mute <query>` or `paper <paper>`; for a paper alone, what of it can be muted. */
export const mute: Command = async (call, deps) => {
  if (call.args === '') return nothingMuted();
  const ofPaper = OF_PAPER.exec(call.args);
  if (ofPaper) return mutePaper(ofPaper[1] ?? '', call, deps);
  if (readReference(call.args)) return offer(call, deps);
  return muteQuery(call, deps);
};

/** `/papers unmute <query>` or `paper <paper>`: what was held back meanwhile comes. */
export const unmute: Command = async (call, deps) => {
  if (call.args === '') return muted(call, deps);
  const channel = await deps.storage.channels.find(call.channel);
  const mute = channel && (await findMute(call.args, channel, deps));
  if (!channel || !mute) return notMuted(call.args);
  await take(mute, channel.id, deps);
  const waiting = await rematch(channel.id, mute, deps);
  if (mute.kind === 'paper') await markChanged(mute.what, channel.id, deps);
  else await announce({ kind: 'unmuted', queries: [mute.what] }, call, deps);
  deps.wake();
  return unmuted(await viewOf(mute, deps), waiting);
};

/** `/papers muted`: all that this channel does not want to read. */
export const muted: Command = async (call, deps) => {
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel || channel.mutes.length === 0) return nothingMuted();
  const total = channel.mutes.length;
  const pages = Math.ceil(total / MUTED_PAGE);
  const page = readPage(call.args, pages);
  if (!page) return noSuchPage(pages);
  const shown = channel.mutes.slice((page - 1) * MUTED_PAGE, page * MUTED_PAGE);
  return mutedList(await Promise.all(shown.map((it) => viewOf(it, deps))), total, page);
};

async function offer(call: Call, deps: CommandDeps): Promise<Reply> {
  const paper = await findPaper(call.args, deps);
  if (!paper) return unknownPaper(call.args);
  const channel = await deps.storage.channels.find(call.channel);
  const news = channel && (await deps.storage.matches.matchOf(channel.id, paper.id));
  return muteChoices(paper, news?.reasons ?? []);
}

async function mutePaper(reference: string, call: Call, deps: CommandDeps): Promise<Reply> {
  const paper = await findPaper(reference, deps);
  if (!paper) return unknownPaper(reference);
  const channel = await ensureChannel(call, deps);
  const { mute, isNew } = await add({ kind: 'paper', what: paper.id }, channel, call, deps);
  await markChanged(paper.id, channel.id, deps);
  return mutedReply({ mute, paper }, isNew, false);
}

async function muteQuery(call: Call, deps: CommandDeps): Promise<Reply> {
  return orUnreadable(call.args, async () => {
    const what = formatQuery(parseQuery(call.args));
    const channel = await ensureChannel(call, deps);
    const { mute, isNew } = await add({ kind: 'query', what }, channel, call, deps);
    if (isNew) await announce({ kind: 'muted', queries: [what] }, call, deps);
    deps.wake();
    const followed = await deps.storage.subscriptions.listOf(channel.id);
    const isFollowed = followed.some((it) => isSameQuery(it.query, what));
    return mutedReply({ mute, paper: null }, isNew, isFollowed);
  });
}

async function add(
  { kind, what }: Pick<Mute, 'kind' | 'what'>,
  channel: Channel,
  call: Call,
  deps: CommandDeps,
): Promise<{ readonly mute: Mute; readonly isNew: boolean }> {
  return deps.storage.channelTransaction(channel.id, async ({ channels }) => {
    const { mutes } = await channels.get(channel.id);
    const known = mutes.find((it) => it.kind === kind && it.what === what);
    if (known) return { mute: known, isNew: false };
    const mute = { kind, what, mutedBy: call.member.id, mutedAt: deps.now() };
    await channels.change(channel.id, { mutes: [...mutes, mute] });
    return { mute, isNew: true };
  });
}

async function take({ kind, what }: Mute, id: number, deps: CommandDeps): Promise<void> {
  await deps.storage.channelTransaction(id, async ({ channels }) => {
    const { mutes } = await channels.get(id);
    const kept = mutes.filter((it) => it.kind !== kind || it.what !== what);
    await channels.change(id, { mutes: kept });
  });
}

async function findMute(
  typed: string,
  { mutes }: Channel,
  deps: CommandDeps,
): Promise<Mute | undefined> {
  const [, reference = typed] = OF_PAPER.exec(typed) ?? [];
  const paper = await findPaper(reference, deps);
  const ofPaper = paper && mutes.find((it) => it.kind === 'paper' && it.what === paper.id);
  return ofPaper ?? mutes.find((it) => it.kind === 'query' && isSameQuery(it.what, typed));
}

function isSameQuery(known: string, typed: string): boolean {
  if (known === typed) return true;
  try {
    return queryKey(parseStored(known)) === queryKey(parseStored(typed));
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

async function viewOf(mute: Mute, deps: CommandDeps): Promise<MuteView> {
  if (mute.kind === 'query') return { mute, paper: null };
  return { mute, paper: (await deps.storage.papers.find(mute.what)) ?? null };
}

async function markChanged(paperId: string, channelId: number, deps: CommandDeps): Promise<void> {
  const since = new Date(deps.now().getTime() - SHOWN_MS);
  await deps.storage.posts.markChanged(paperId, since, channelId);
}
