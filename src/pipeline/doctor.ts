import { count, formatDay } from '../core/card.ts';
import type { Channel } from '../core/channel.ts';
import { plainText } from '../core/message.ts';
import { silenceText } from '../core/notice.ts';
import { sourceLabel } from '../core/paper.ts';
import type { Check, Platform } from '../core/platform.ts';
import { parseStored } from '../core/query/parser.ts';
import { stalenessOf } from '../core/silence.ts';
import { type Source, SourceError, type SourceStatus } from '../core/source.ts';
import type { Storage } from '../core/stores.ts';
import type { Budget } from '../core/summary/store.ts';
import type { SummaryWriter } from '../core/summary/writer.ts';

export interface DoctorDeps {
  readonly storage: Storage;
  readonly sources: readonly Source[];
  readonly platforms: readonly Platform[];
  /** The language model that writes summaries, and what a day may cost; null without one. */
  readonly model: { readonly writer: SummaryWriter; readonly budget: Budget } | null;
  readonly now: Date;
}

/** Tries everything that can be wrong, one by one. Stores nothing and posts nothing. */
export async function examine(deps: DoctorDeps): Promise<Check[]> {
  const checks = await Promise.all([
    examineDatabase(deps),
    ...deps.sources.map((source) => examineSource(source, deps)),
    ...deps.platforms.map((platform) => platform.check()),
    examineModel(deps),
    examineChannels(deps),
    examineDeliveries(deps),
    examineSubscriptions(deps.storage),
  ]);
  return checks.flat();
}

async function examineDatabase({ storage }: DoctorDeps): Promise<Check[]> {
  const checks = await storage.check();
  if (checks.some((check) => !check.ok)) return checks;
  const papers = await storage.papers.count();
  const waiting = await storage.outbox.waiting();
  const detail = `${storage.name}: ${count(papers, 'paper')}, ${waiting} deliveries waiting`;
  return [{ name: 'Database', ok: true, detail, remedy: '' }, ...checks];
}

/** Sources of one site wait for each other, so the time for one grows with their number. */
const SECONDS_A_SOURCE = 30;

async function examineSource(
  source: Source,
  { storage, sources, now }: DoctorDeps,
): Promise<Check> {
  const name = sourceLabel(source.name);
  const status = await storage.sources.get(source.name);
  try {
    const request = { since: null, state: null, now };
    const patience = AbortSignal.timeout(sources.length * SECONDS_A_SOURCE * 1_000);
    const result = await source.fetch(request, patience);
    const detail = result.silence?.reason ?? count(result.listings.length, 'listing');
    return staleCheck(status) ?? { name, ok: true, detail, remedy: '' };
  } catch (error) {
    const known = error instanceof SourceError;
    const reason = known
      ? error.message
      : 'It could not be read because of a fault in Paper Route.';
    const detail = `${reason} ${lastReadText(status)}`;
    return { name, ok: false, detail, remedy: sourceRemedy(known && !error.reached) };
  }
}

/** A source that reads well, but has brought nothing new for longer than is its habit. */
function staleCheck(status: SourceStatus): Check | null {
  const stale = stalenessOf(status);
  if (!stale) return null;
  const detail = plainText(silenceText(status.name, stale));
  const remedy = 'Look whether the site itself goes on; if it moved, change its address.';
  return { name: sourceLabel(status.name), ok: false, detail, remedy };
}

function lastReadText({ lastSuccessAt }: SourceStatus): string {
  return lastSuccessAt ? `It was last read on ${formatDay(lastSuccessAt)}.` : 'It was never read.';
}

function sourceRemedy(unreached: boolean): string {
  return unreached
    ? 'Check the network of this machine, and the address in the configuration.'
    : 'Check the setting that the sentence names; if the site itself has a fault, it is read again later.';
}

/** Whether the language model can be used, and what it took today. */
async function examineModel({ model, storage, now }: DoctorDeps): Promise<Check[]> {
  if (!model) return [];
  const check = await model.writer.check();
  const { calls, tokens } = await storage.summaries.spentOn(now);
  const share = (spent: number, budget: number) =>
    `${spent.toLocaleString('en')} of ${budget.toLocaleString('en')}`;
  const { budget } = model;
  const spent = `today ${share(calls, budget.calls)} calls, ${share(tokens, budget.tokens)} tokens`;
  return [check.ok ? { ...check, detail: `${check.detail}; ${spent}` } : check];
}

/** Deliveries that were given up in the last week. */
async function examineDeliveries({ storage, now }: DoctorDeps): Promise<Check[]> {
  const failed = await storage.outbox.failedSince(new Date(now.getTime() - WEEK_MS));
  return failed.map(({ id, to, reason }) => ({
    name: `Delivery ${id} to ${to.platform} ${to.channel}`,
    ok: false,
    detail: `given up: ${reason}`,
    remedy: `Mend what the sentence names, then paper-route deliveries retry ${id} sends it; drop ${id} forgets it.`,
  }));
}

const WEEK_MS = 7 * 86_400_000;

/** Subscriptions that this version can't read. */
async function examineSubscriptions(storage: Storage): Promise<Check[]> {
  const all = await storage.subscriptions.list();
  return all
    .filter((it) => !isReadable(it.query))
    .map((it) => ({
      name: `Subscription ${it.query}`,
      ok: false,
      detail: 'this version of Paper Route can not read it, so it brings nothing',
      remedy: 'Subscribe to it in another spelling.',
    }));
}

function isReadable(query: string): boolean {
  try {
    parseStored(query);
    return true;
  } catch {
    return false;
  }
}

/** Each subscribed channel: is it paused, and may the bot post there? */
async function examineChannels({ storage, platforms }: DoctorDeps): Promise<Check[]> {
  const checks: Check[] = [];
  for (const channel of await storage.channels.list())
    checks.push(...(await examineChannel(channel, platforms)));
  return checks;
}

async function examineChannel(
  { address, pausedReason }: Channel,
  platforms: readonly Platform[],
): Promise<Check[]> {
  const platform = platforms.find((it) => it.name === address.platform);
  const allowed = await platform?.checkChannel(address);
  const paused: Check = {
    name: `Channel ${address.platform} ${address.channel}`,
    ok: false,
    detail: `paused: ${pausedReason}`,
    remedy: 'Mend what the sentence names, then type /papers resume in that channel.',
  };
  return [...(pausedReason === null ? [] : [paused]), ...(allowed ? [allowed] : [])];
}
