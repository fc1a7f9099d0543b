import type { Sender } from '../core/delivery.ts';
import { asksFor } from '../core/matching/asked-sources.ts';
import type { Message } from '../core/message.ts';
import { backAgain, fellSilent, siteOf } from '../core/notice.ts';
import type { Query } from '../core/query/ast.ts';
import { parseStored } from '../core/query/parser.ts';
import { isBack, type SilentSource, silenceOf, type Told } from '../core/silence.ts';
import type { SourceStatus } from '../core/source.ts';
import type { Storage, Stores } from '../core/stores.ts';
import { DAY_MS } from '../core/time.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { IngestReport } from './ingest.ts';

export interface SilenceDeps {
  readonly storage: Storage;
  /** The sources that are configured. */
  readonly sourceNames: readonly string[];
  /** By the names of their platforms: those that are configured. */
  readonly senders: ReadonlyMap<string, Sender>;
  readonly newId: () => string;
  readonly now: Clock;
  readonly log: Log;
}

/** What falls silent on a site within this time is told in one message. */
const TOGETHER_MS = DAY_MS / 4;
/** A channel depends on a source that brought it something in so much time before the silence. */
const DEPENDING_MS = 30 * DAY_MS;

/**
 * Tells channels, after a round of reading, of the sources that have fallen silent, and of those
 * that are back: each once, by the outbox, in the transaction that remembers it. When nothing at
 * all was reached, the fault is nearer than the sources, and nothing is told. Never rejects.
 */
export async function tellSilences(
  reports: readonly IngestReport[],
  deps: SilenceDeps,
): Promise<void> {
  if (reports.every((it) => it.outcome === 'failed' && !it.reached)) return;
  try {
    const { sources, silences } = deps.storage;
    const statuses = await Promise.all(deps.sourceNames.map((name) => sources.get(name)));
    const told = await silences.list();
    await tellSilent(silentAmong(statuses, deps.now()), told, deps);
    await tellBack(statuses, told, deps);
  } catch (error) {
    deps.log.error({ err: error }, 'the silence of sources could not be judged');
  }
}

/** The silent sources, with those of the same site that are about to be. */
function silentAmong(statuses: readonly SourceStatus[], now: Date): SilentSource[] {
  const silent = (status: SourceStatus, earlyMs: number) => silenceOf(status, now, earlyMs);
  const sites = new Set(
    statuses.filter((it) => silent(it, 0) !== null).map(({ name }) => siteOf(name)),
  );
  return statuses.flatMap((status) => {
    const silence = sites.has(siteOf(status.name)) ? silent(status, TOGETHER_MS) : null;
    return silence ? [{ name: status.name, silence }] : [];
  });
}

async function tellSilent(
  silent: readonly SilentSource[],
  told: readonly Told[],
  deps: SilenceDeps,
): Promise<void> {
  if (silent.length === 0) return;
  const queries = await readableQueries(deps);
  const pairs: { readonly channelId: number; readonly source: SilentSource }[] = [];
  for (const source of silent) {
    const knowing = told.filter((it) => it.source === source.name).map((it) => it.channelId);
    const depending = await dependentsOf(source, queries, deps);
    for (const channelId of depending.difference(new Set(knowing)))
      pairs.push({ channelId, source });
  }
  for (const [channelId, ofChannel] of Map.groupBy(pairs, (it) => it.channelId)) {
    const sources = ofChannel.map((it) => it.source);
    await orLogged(channelId, deps, () => tellChannelSilent(channelId, sources, deps));
  }
}

interface SourceQuery {
  readonly channelId: number;
  readonly query: Query;
}

/** Channels that had something from a source lately, or that ask for it by its name. */
async function dependentsOf(
  { name, silence }: SilentSource,
  queries: readonly SourceQuery[],
  { storage }: SilenceDeps,
): Promise<Set<number>> {
  const lately = new Date(silence.since.getTime() - DEPENDING_MS);
  const asks = asksFor(name);
  const asking = queries.filter((it) => asks(it.query)).map((it) => it.channelId);
  return new Set([...(await storage.silences.readersOf(name, lately)), ...asking]);
}

/** The queries that may name a source; of those that this version can't read, doctor tells. */
async function readableQueries({ storage }: SilenceDeps): Promise<SourceQuery[]> {
  return (await storage.silences.sourceQueries()).flatMap(({ channelId, query }) => {
    try {
      return [{ channelId, query: parseStored(query) }];
    } catch {
      return [];
    }
  });
}

async function tellChannelSilent(
  channelId: number,
  silent: readonly SilentSource[],
  deps: SilenceDeps,
): Promise<void> {
  await deps.storage.channelTransaction(channelId, async (stores) => {
    const { address } = await stores.channels.get(channelId);
    const sender = deps.senders.get(address.platform);
    if (!sender) return;
    const names = silent.map((it) => it.name);
    const fresh = await stores.silences.add(channelId, names, deps.now());
    if (fresh.length === 0) return;
    const message = fellSilent(silent.filter((it) => fresh.includes(it.name)));
    await put(channelId, message, { stores, sender, deps });
    deps.log.info({ channelId, sources: fresh }, 'told of silent sources');
  });
}

async function tellBack(
  statuses: readonly SourceStatus[],
  told: readonly Told[],
  deps: SilenceDeps,
): Promise<void> {
  const back = statuses.filter((it) => isBack(it, TOGETHER_MS)).map((it) => it.name);
  const over = told.filter(
    (it) => back.includes(it.source) || !deps.sourceNames.includes(it.source),
  );
  const countPapers = paperCounter(deps);
  for (const [channelId, ofChannel] of Map.groupBy(over, (it) => it.channelId))
    await orLogged(channelId, deps, async () => {
      const papers = await countPapers(ofChannel);
      await tellChannelBack(channelId, ofChannel, papers, deps);
    });
}

/** What sources brought since a channel was told; counted once for all that were told together. */
function paperCounter(deps: SilenceDeps): (told: readonly Told[]) => Promise<number> {
  const known = new Map<string, Promise<number>>();
  return (told) => {
    const sources = told.map((it) => it.source).filter((it) => deps.sourceNames.includes(it));
    const since = new Date(Math.min(...told.map((it) => it.at.getTime())));
    const key = JSON.stringify([since, sources]);
    const counted = known.get(key) ?? deps.storage.silences.papersSince(sources, since);
    known.set(key, counted);
    return counted;
  };
}

/** A paused channel hears of it when it is not paused any more; of a removed source, nobody does. */
async function tellChannelBack(
  channelId: number,
  told: readonly Told[],
  papers: number,
  deps: SilenceDeps,
): Promise<void> {
  const names = told.map((it) => it.source);
  await deps.storage.channelTransaction(channelId, async (stores) => {
    const { address, pausedReason, notices } = await stores.channels.get(channelId);
    const sender = deps.senders.get(address.platform);
    if (!sender || pausedReason !== null) return;
    const removed = await stores.silences.remove(channelId, names);
    const back = removed.filter((name) => deps.sourceNames.includes(name));
    if (back.length === 0 || !notices) return;
    await put(channelId, backAgain(back, papers), { stores, sender, deps });
    deps.log.info({ channelId, sources: back }, 'told of sources that are back');
  });
}

interface Putting {
  readonly stores: Stores;
  readonly sender: Sender;
  readonly deps: SilenceDeps;
}

async function put(
  channelId: number,
  message: Message,
  { stores, sender, deps }: Putting,
): Promise<void> {
  const pages = sender.paginate(message).map((it) => ({
    id: deps.newId(),
    message: it,
    papers: [],
  }));
  await stores.outbox.put(channelId, pages, deps.now());
}

/** A channel that can't be told holds up no other; the next round tries it again. */
async function orLogged(
  channelId: number,
  { log }: SilenceDeps,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, channelId }, 'a channel could not be told of the silence of sources');
  }
}
