import { plainEvidence } from '../../src/core/matching/evidence.ts';
import type { Message } from '../../src/core/message.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Storage } from '../../src/core/stores.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListings } from './listings.ts';

const MOMENT = new Date('2026-11-24T10:00:00Z');
const MESSAGE: Message = { heading: ['News “of” <today>'], lines: [], cards: [] };
const ODD = 'A “quoted” \\ title with 𝒳-trees, 論文, é and a tab\there';

/** Fills every table of a storage, as a bot does that has run for a while. */
export async function fillEverything(storage: Storage, papers: number): Promise<void> {
  const recorded = await recordPapers(storage, papers);
  const [first, second] = recorded as [Paper, Paper];
  await fillChannel(storage, 'C1', recorded);
  const other = await fillChannel(storage, 'C2', [second, first]);
  await storage.channels.refuse(other, 'archived: “C2”', MOMENT);
  await storage.channels.change(other, { layout: 'compact', language: 'de', minUpvotes: 3 });
  await fillSources(storage);
  await fillMembers(storage, first);
  await fillSummaries(storage, first, second);
  await fillReaders(storage);
  await removeLast(storage, other);
}

/** The same in a database that nobody has open, up to date afterwards. */
export async function fillDatabase(url: string, papers: number): Promise<void> {
  const storage = await openStorage(url);
  await fillEverything(storage, papers);
  await storage.close();
}

async function recordPapers(storage: Storage, papers: number): Promise<Paper[]> {
  return storage.transaction(async (stores) => {
    const recorded: Paper[] = [];
    for (const [index, listing] of makeListings(papers).entries()) {
      const title = index === 0 ? ODD : listing.title;
      recorded.push((await stores.papers.record({ ...listing, title }, MOMENT)).paper);
    }
    const first = recorded[0]?.id ?? '';
    await stores.abbreviations.add(first, [{ short: 'GRPO', long: 'group relative policy' }]);
    return recorded;
  });
}

/** A channel with a subscription, its matches, and deliveries in every state that lasts. */
async function fillChannel(
  storage: Storage,
  channel: string,
  papers: readonly Paper[],
): Promise<number> {
  const address = { platform: 'slack', workspace: 'T1', channel };
  const { id } = await storage.channels.ensure(address, { kind: 'at-once' }, MOMENT);
  const subscription = await storage.subscriptions.add({
    ...{ channelId: id, query: 'title:"a 𝒳"', key: 'title:"a 𝒳"' },
    ...{ since: MOMENT, createdBy: 'U1', createdAt: MOMENT },
  });
  const subscriptionId = subscription?.id ?? 0;
  const matches = papers.map((paper) => ({
    ...{ channelId: id, subscriptionId, paperId: paper.id },
    evidence: [plainEvidence('𝒳', 'title', paper.title)],
  }));
  await storage.matches.add(matches, MOMENT);
  const [one, another] = papers;
  const page = (name: string, ids: string[]) => ({
    ...{ id: `${channel}-${name}`, message: MESSAGE, papers: ids },
  });
  const pages = [page('a', [one?.id ?? '']), page('b', [another?.id ?? '']), page('c', [])];
  await storage.outbox.put(id, pages, MOMENT);
  await settleTwo(storage, id);
  return id;
}

async function settleTwo(storage: Storage, channel: number): Promise<void> {
  const sent = { kind: 'sent', receipt: { messageId: '1.2' } } as const;
  for (const outcome of [sent, { kind: 'failed', reason: 'too “long”' } as const]) {
    const claim = await storage.outbox.claim(channel, MOMENT, 30_000);
    if (claim) await storage.outbox.settle(claim, outcome, MOMENT);
  }
}

async function fillSources(storage: Storage): Promise<void> {
  const status = await storage.sources.get('arxiv:cs.LG');
  await storage.sources.save({ ...status, lastSuccessAt: MOMENT, failures: 2, newsAt: MOMENT });
  await storage.silences.add(1, ['arxiv:cs.LG'], MOMENT);
  const url = 'https://example.org/feed?é=1';
  await storage.feeds.add({ url, title: ODD, addedBy: 'U1', addedAt: MOMENT });
}

async function fillMembers(storage: Storage, paper: Paper): Promise<void> {
  const member = { platform: 'slack', workspace: 'T1', userId: 'U1' };
  await storage.saved.save(member, paper.id, MOMENT);
  await storage.seen.note('slack event Ev1', MOMENT);
  const { platform, workspace } = member;
  await storage.installations.save({ platform, workspace, sealed: 'abc+/=', installedAt: MOMENT });
}

async function fillReaders({ readers }: Storage): Promise<void> {
  const schedule = { kind: 'daily', time: '09:00', days: ['mon'], timeZone: 'UTC' } as const;
  const address = 'ada@example.org';
  await readers.add(address, 'token', MOMENT);
  await readers.addRequest({ key: 'k', address, queries: [ODD], schedule, requestedAt: MOMENT });
}

async function fillSummaries(storage: Storage, one: Paper, another: Paper): Promise<void> {
  const call = { paperId: one.id, language: 'en', model: 'tide', tokens: 300 } as const;
  const budget = { calls: 9, tokens: 9_000 };
  await storage.summaries.book(call, budget, MOMENT);
  const written = { kind: 'written', text: 'It works.', tokens: 200 } as const;
  await storage.summaries.settle(call, written, MOMENT, MOMENT);
  await storage.summaries.book({ ...call, paperId: another.id, language: 'de' }, budget, MOMENT);
}

/** The last subscription is gone, so that its number must not be given again. */
async function removeLast(storage: Storage, channelId: number): Promise<void> {
  const values = { channelId, query: 'gone', key: 'gone', since: MOMENT };
  await storage.subscriptions.add({ ...values, createdBy: 'U1', createdAt: MOMENT });
  await storage.subscriptions.remove(channelId, 'gone');
}
