import type { Plan, PlannedChannel, PlannedPaper } from './plan.ts';

/** What a channel must hold in the end, worked out from what was asked for and listed alone. */
export interface Expected {
  /** Numbers of papers. */
  readonly must: ReadonlySet<number>;
  /** Those of a topic that was given up after they were listed: there or not, as it came. */
  readonly may: ReadonlySet<number>;
}

/** Before which life a channel's wish was fulfilled: "slack 3 unsubscribe zorvex". */
export type Fulfilled = ReadonlyMap<string, number>;

export function wishName(channel: string, kind: 'subscribe' | 'unsubscribe', topic: string) {
  return `${channel} ${kind} ${topic}`;
}

/** All papers of the topics that a channel follows in the end, and perhaps some of those given up. */
export function expectedIn(channel: PlannedChannel, plan: Plan, fulfilled: Fulfilled): Expected {
  const wishes = plan.lives.flatMap((life) => life.commands);
  const mine = wishes.filter((it) => it.channel === channel.name);
  const added = mine.filter((it) => it.kind === 'subscribe').map((it) => it.topic);
  const removed = mine.filter((it) => it.kind === 'unsubscribe').map((it) => it.topic);
  const kept = [...channel.topics, ...added].filter((topic) => !removed.includes(topic));
  const must = plan.papers.filter((paper) => isAbout(paper, kept));
  const may = plan.papers.filter((paper) =>
    removed.some((topic) => {
      const endedAt = fulfilled.get(wishName(channel.name, 'unsubscribe', topic));
      return isAbout(paper, [topic]) && listedIn(paper) <= (endedAt ?? plan.lives.length);
    }),
  );
  return { must: numbersOf(must), may: numbersOf(may) };
}

function isAbout({ topics }: PlannedPaper, followed: readonly string[]): boolean {
  return topics.some((topic) => followed.includes(topic));
}

function listedIn({ listings }: PlannedPaper): number {
  return Math.min(...listings.map((it) => it.life));
}

function numbersOf(papers: readonly PlannedPaper[]): Set<number> {
  return new Set(papers.map((it) => it.number));
}
