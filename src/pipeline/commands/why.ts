import { type Channel, pauseOf } from '../../core/channel.ts';
import type { Reply } from '../../core/command.ts';
import { type AnalysedPaper, analysePaper } from '../../core/matching/analysed-paper.ts';
import { obstacles } from '../../core/matching/explain.ts';
import type { Paper } from '../../core/paper.ts';
import { QueryError } from '../../core/query/ast.ts';
import { parseStored } from '../../core/query/parser.ts';
import { readReference } from '../../core/reference.ts';
import {
  type NearMiss,
  notListed,
  whichPaper,
  whyCounted,
  whyFailed,
  whyMuted,
  whyNot,
  whyPosted,
  whyWaiting,
} from '../../core/replies/why.ts';
import { calendarDay, describeSchedule } from '../../core/schedule.ts';
import { isSince, type Subscription } from '../../core/subscription.ts';
import { createJudge, type Objection } from '../../core/taste.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Command, CommandDeps } from './command.ts';
import { sourceStatuses } from './sources-status.ts';

/** How many subscriptions that came near are named. */
const NAMED_MISSES = 5;

/** `/papers why <arXiv id or link>`: posted here or not, and why. */
export const why: Command = async (call, deps) => {
  const identifier = readReference(call.args);
  if (!identifier) return whichPaper();
  const paper = await deps.storage.papers.find(identifier);
  if (!paper) return notListed(identifier.replace(/^(arxiv|doi):/, ''), await sourceStatuses(deps));
  const channel = await deps.storage.channels.find(call.channel);
  if (!channel) return whyNot(paper, [], 0);
  return (
    (await posted(paper, channel, deps)) ??
    (await waiting(paper, channel, deps)) ??
    (await missed(paper, channel, deps))
  );
};

async function posted(
  paper: Paper,
  channel: Channel,
  deps: CommandDeps,
): Promise<Reply | undefined> {
  const post = await deps.storage.posts.find(channel.id, paper.id);
  if (!post) return undefined;
  if (post.state === 'failed') return whyFailed(paper, post.reason ?? '');
  const known = await deps.storage.matches.matchOf(channel.id, paper.id);
  if (!post.carded) return whyCounted(paper, post.at, known?.reasons ?? []);
  return whyPosted(paper, post.state === 'sent' ? post.at : null, known?.reasons ?? []);
}

async function waiting(
  paper: Paper,
  channel: Channel,
  deps: CommandDeps,
): Promise<Reply | undefined> {
  const known = await deps.storage.matches.matchOf(channel.id, paper.id);
  if (!known) return undefined;
  const { schedule, pausedReason } = channel;
  const until = pauseOf(channel, deps.now());
  return whyWaiting(known, {
    when: describeSchedule(schedule),
    pausedReason,
    pausedUntil: until && calendarDay(schedule, until),
    objection: objectionTo(paper, channel, deps),
  });
}

function objectionTo(paper: Paper, channel: Channel, deps: CommandDeps): Objection | null {
  return createJudge(channel, deps.matcher.abbreviations.expand)(paper);
}

async function missed(paper: Paper, channel: Channel, deps: CommandDeps): Promise<Reply> {
  const objection = objectionTo(paper, channel, deps);
  if (objection?.kind === 'muted') return whyMuted(paper, objection);
  const analysed = analysePaper(paper, deps.matcher.abbreviations.expand);
  const subscriptions = await deps.storage.subscriptions.listOf(channel.id);
  const misses = subscriptions.map((it) => missOf(it, analysed, paper));
  const nearest = misses.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  return whyNot(paper, nearest.slice(0, NAMED_MISSES), subscriptions.length);
}

function missOf(subscription: Subscription, analysed: AnalysedPaper, paper: Paper): NearMiss {
  const { query } = subscription;
  try {
    const found = obstacles(parseStored(query), analysed);
    if (found.length > 0) return { kind: 'obstacles', query, obstacles: found };
    return { kind: standingOf(paper, subscription), query };
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'unreadable', query };
    throw error;
  }
}

/** Why a paper that matches did not come. A subscription looks back from its day to the one before. */
function standingOf(paper: Paper, subscription: Subscription): 'early' | 'crowded' | 'late' {
  if (!isSince(paper, subscription)) return 'early';
  const dayAfter = subscription.since.getTime() + 2 * DAY_MS;
  return paper.listedAt.getTime() < dayAfter ? 'crowded' : 'late';
}

function distanceOf(miss: NearMiss): number {
  if (miss.kind === 'unreadable') return Number.POSITIVE_INFINITY;
  return miss.kind === 'obstacles' ? miss.obstacles.length : 0;
}
