import { plainEvidence } from '../../src/core/matching/evidence.ts';
import type { Paper } from '../../src/core/paper.ts';
import type { Storage } from '../../src/core/stores.ts';
import { extract } from '../../src/core/summary/extract.ts';
import { createTermWeights } from '../../src/core/summary/term-weights.ts';
import sampleDay from '../../src/demo/sample-day.json' with { type: 'json' };
import { parseItem } from '../../src/sources/hugging-face/parse.ts';
import { makeListings } from '../support/listings.ts';
import { type Pages, startPages } from '../support/pages.ts';

export const TOKEN = 'correct-horse-battery-staple';
export const DAY_BEFORE = '2026-06-11';

const NOW = new Date('2026-06-12T14:30:00Z');
const DAY_MS = 86_400_000;
const MONTHS = 90;

/** A site of the demo's sample day, with an operator's page that has something to tell. */
export async function startSite(): Promise<Pages> {
  const weights = createTermWeights();
  const pages = await startPages({
    environment: { ADMIN_TOKEN: TOKEN },
    byMail: true,
    now: NOW,
    extract: (paper) => extract(paper, weights),
  });
  const listings = sampleDay.flatMap((item) => parseItem(item, refuse) ?? []);
  await pages.record(...listings);
  await pages.record(...makeListings(3, { listedAt: new Date(DAY_BEFORE), upvotes: 4 }));
  const archive = await fillArchive(pages.storage);
  await fillMonths(pages.storage, archive);
  await fillSources(pages.storage);
  return pages;
}

function refuse(reason: string): never {
  throw new Error(reason);
}

/** Papers that came in on the weekdays of three months, listed long ago. */
async function fillArchive(storage: Storage): Promise<Paper[]> {
  const listings = makeListings(MONTHS * 12, { listedAt: new Date('2025-11-03') });
  const papers: Paper[] = [];
  for (let day = MONTHS; day > 0; day--) {
    const moment = new Date(NOW.getTime() - day * DAY_MS);
    const count = isWeekend(moment) ? 0 : 6 + ((day * 5) % 7);
    for (const listing of listings.slice(day * 12 - 12, day * 12 - 12 + count)) {
      const id = listing.entryId.replace('2611', '2511');
      const named = { ...listing, entryId: id, identifiers: [`arxiv:${id}`] };
      papers.push((await storage.papers.record(named, moment)).paper);
    }
  }
  return papers;
}

function isWeekend(moment: Date): boolean {
  return [0, 6].includes(moment.getUTCDay());
}

/** Channels that got posts for three months, one that is refused, and one post that was given up. */
async function fillMonths(storage: Storage, papers: readonly Paper[]): Promise<void> {
  const channels = ['C024BE91L', 'C0G9QF9GZ', 'C1H9RESGL', 'C2147483705'];
  for (const [place, channel] of channels.entries()) {
    const id = await fillChannel(storage, channel, papers, place);
    if (place === 3)
      await storage.channels.refuse(id, 'The channel is archived: unarchive it in Slack.', NOW);
  }
}

async function fillChannel(
  storage: Storage,
  channel: string,
  papers: readonly Paper[],
  place: number,
): Promise<number> {
  const address = { platform: 'slack', workspace: 'T0PAPERS', channel };
  const { id } = await storage.channels.ensure(address, { kind: 'at-once' }, NOW);
  const query = ['agents', '"world model"', 'grpo OR dpo', 'diffusion upvotes>=20'][place] ?? '';
  const times = { since: NOW, createdAt: NOW };
  const added = await storage.subscriptions.add({
    ...{ channelId: id, query, key: query, createdBy: 'U1', ...times },
  });
  for (let day = MONTHS; day >= 0; day--)
    await fillDay(storage, { id, subscription: added?.id ?? 0, place, day }, papers);
  return id;
}

interface Spot {
  readonly id: number;
  readonly subscription: number;
  readonly place: number;
  readonly day: number;
}

/** A post of the channel's next paper, on weekdays; the last one of the third channel fails. */
async function fillDay(
  storage: Storage,
  { id, subscription, place, day }: Spot,
  papers: readonly Paper[],
): Promise<void> {
  const moment = new Date(NOW.getTime() - day * DAY_MS);
  if (isWeekend(moment) || (day * 7 + place) % 5 === 0) return;
  const start = (MONTHS - day) * 6;
  const found = papers.slice(start, start + 1 + ((day + place) % 4));
  const [paper] = found;
  if (!paper) return;
  const matches = found.map((it) => ({
    ...{ channelId: id, subscriptionId: subscription, paperId: it.id },
    evidence: [plainEvidence('agents', 'title', it.title)],
  }));
  await storage.matches.add(matches, moment);
  const message = { heading: ['News'], lines: [], cards: [] };
  const key = `d${id}x${day}`;
  const known = await storage.posts.knownAmong(id, [paper.id]);
  const page = { id: key, message, papers: known.size > 0 ? [] : [paper.id] };
  await storage.outbox.put(id, [page], moment);
  const claim = await storage.outbox.claim(id, moment, 1_000);
  if (!claim) return;
  const fails = place === 2 && day === 0;
  const outcome = fails
    ? ({ kind: 'failed', reason: 'Slack: the message is too long.' } as const)
    : ({ kind: 'sent', receipt: { messageId: key } } as const);
  await storage.outbox.settle(claim, outcome, moment);
}

async function fillSources(storage: Storage): Promise<void> {
  const read = { lastSuccessAt: new Date('2026-06-12T14:07:00Z'), newsAt: NOW };
  const huggingFace = await storage.sources.get('hugging-face');
  await storage.sources.save({ ...huggingFace, ...read });
  const arxiv = await storage.sources.get('arxiv:cs.LG');
  const lastError = 'rss.arxiv.org answered 503; it is asked again in 8 minutes.';
  const notBefore = new Date('2026-06-12T15:15:00Z');
  await storage.sources.save({ ...arxiv, ...read, failures: 4, lastError, notBefore });
}
