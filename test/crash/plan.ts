import { createRandom, type Random } from '../bench/matcher/random.ts';

/** A whole day of a bot that dies again and again; drawn from a seed, the same every time. */
export interface Plan {
  readonly seed: number;
  readonly channels: readonly PlannedChannel[];
  readonly lives: readonly Life[];
  readonly papers: readonly PlannedPaper[];
}

export type PlatformName = 'slack' | 'discord';

export interface PlannedChannel {
  /** Unique over all platforms: "slack 3". */
  readonly name: string;
  readonly platform: PlatformName;
  /** "now", or "13:00 daily UTC". */
  readonly schedule: string;
  /** Whether its cards stand in the threads of lists. */
  readonly inThreads: boolean;
  /** What it follows from the beginning. */
  readonly topics: readonly string[];
}

/** From a start to a kill. */
export interface Life {
  /** How long the bot was away before, in milliseconds of the day's clock. */
  readonly awayMs: number;
  readonly kill: Kill;
  readonly weather: { readonly seed: number; readonly probability: number };
  readonly commands: readonly PlannedCommand[];
  readonly disturbance: Disturbance | null;
}

/** When the bot is killed; an aimed kill that finds no such post strikes when there is nothing to post. */
export type Kill =
  | { readonly at: 'any moment'; readonly afterMs: number }
  /** After the server took the post, before it answered. */
  | { readonly at: 'before the answer'; readonly post: number }
  /** So long after the answer was handed to the network. */
  | { readonly at: 'after the answer'; readonly post: number; readonly afterMs: number };

export interface PlannedCommand {
  readonly channel: string;
  readonly kind: 'subscribe' | 'unsubscribe';
  readonly topic: string;
}

/** What happens to the connections on which commands come. */
export interface Disturbance {
  readonly kind: (typeof DISTURBANCES)[number];
  readonly afterMs: number;
}

export const DISTURBANCES = [
  'Slack asks for a new connection',
  'Slack warns of the end of the connection',
  'Slack breaks the connection',
  'Discord asks for a new connection',
  'Discord breaks the connection',
  'Discord closes the connection',
  'Discord invalidates the session, resumable',
  'Discord invalidates the session',
] as const;

export interface PlannedPaper {
  readonly number: number;
  readonly topics: readonly string[];
  /** Where it is listed, and before which life. A later version or later news is a later entry. */
  readonly listings: readonly PlannedListing[];
}

export interface PlannedListing {
  readonly where: 'hugging-face' | 'cs.LG' | 'cs.CL';
  readonly life: number;
  readonly version: number;
  readonly upvotes: number;
  readonly hasCode: boolean;
}

/**
 * The day's clock at the first start, and how far it goes, in milliseconds: one day in UTC and in
 * New York alike, and a past one, so that no real clock is behind it.
 */
export const DAY = '2026-10-27';
export const MORNING = Date.parse(`${DAY}T05:30:00Z`);
const DAY_LENGTH_MS = 17 * 3_600_000;

/** Two of five absences are no longer, so that Discord still knows the nonces from before, in milliseconds. */
const SHORT_ABSENCE_MS = 10_000;

/** Longer than a start takes with a few posts behind it, on an idle machine. */
const LONGEST_LIFE_MS = 1_500;

/** Fewer than a new subscription brings at once, and two topics together fewer than a channel's cap. */
const MOST_PAPERS_A_TOPIC = 8;

/** Invented, and so different that no spelling, stem or prefix of one is another. */
const WORDS =
  'zorvex quilmar brentosk haldrin mipfeld tarnovy ursolin vekkira wobbrun xanthel yirgolt drumvash eskolin fjordane glimpex jorvask kelphund lombrix nuthegar ozwendal pramitto rukvalen skoldren thimbora'.split(
    ' ',
  );

const HOURS = ['09:00', '13:00', '18:30'] as const;

/** @param kills how often the bot dies. */
export function makePlan(seed: number, kills: number): Plan {
  const random = createRandom(seed);
  const size = Math.min(WORDS.length, 3 + Math.floor(kills / 10));
  const topics = WORDS.slice(0, size);
  const channels = (['slack', 'discord'] as const).flatMap((platform) =>
    Array.from({ length: size }, (_, index) => makeChannel(platform, index, topics, random)),
  );
  const total = size * Math.min(MOST_PAPERS_A_TOPIC, 3 + Math.floor(kills / 5));
  const papers = Array.from({ length: total }, (_, index) => {
    const life = Math.floor((index / total) * kills * 0.9);
    return makePaper(index + 1, life, topics, kills, random);
  });
  return { seed, channels, papers: few(papers), lives: makeLives(kills, channels, topics, random) };
}

function makeChannel(
  platform: PlatformName,
  index: number,
  topics: readonly string[],
  random: Random,
): PlannedChannel {
  const first = random.below(topics.length);
  const second = (first + 1 + random.below(topics.length - 1)) % topics.length;
  const isDaily = index % 4 === 2;
  return {
    name: `${platform} ${index + 1}`,
    platform,
    schedule: isDaily ? `${random.pick(HOURS)} daily UTC` : 'now',
    inThreads: index % 5 === 3,
    topics: [topics[first] ?? '', ...(index % 3 === 0 ? [] : [topics[second] ?? ''])],
  };
}

function makePaper(
  number: number,
  life: number,
  topics: readonly string[],
  kills: number,
  random: Random,
): PlannedPaper {
  const topic = topics[number % topics.length] ?? '';
  const other = random.below(10) === 0 ? random.pick(topics) : topic;
  const later = () => life + random.below(kills - life);
  const places = ['hugging-face', 'cs.LG', 'cs.CL'] as const;
  const first = { where: random.pick(places), life, version: 1, upvotes: 0, hasCode: false };
  const listings: PlannedListing[] = [first];
  if (random.below(3) === 0) listings.push({ ...first, where: random.pick(places), life: later() });
  if (random.below(4) === 0) listings.push({ ...first, version: 2, life: later() });
  if (random.below(4) === 0)
    listings.push({ ...first, where: 'hugging-face', life: later(), upvotes: 40, hasCode: true });
  return { number, topics: [...new Set([topic, other])], listings };
}

/** A second topic of a paper must not give that topic more papers than a subscription brings at once. */
function few(papers: readonly PlannedPaper[]): PlannedPaper[] {
  const counts = new Map<string, number>();
  return papers.map((paper) => {
    const [first = '', second] = paper.topics;
    const more = second === undefined ? 0 : (counts.get(second) ?? 0);
    if (second === undefined || more > 0) return { ...paper, topics: [first] };
    counts.set(second, 1);
    return paper;
  });
}

function makeLives(
  kills: number,
  channels: readonly PlannedChannel[],
  topics: readonly string[],
  random: Random,
): Life[] {
  const weights = Array.from({ length: kills }, () =>
    random.below(5) < 2 ? 0 : random.below(100),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const commands = makeCommands(kills, channels, topics, random);
  return weights.map((weight, life) => ({
    awayMs: random.below(SHORT_ABSENCE_MS) + Math.round((weight / (total || 1)) * DAY_LENGTH_MS),
    kill: makeKill(random),
    weather: { seed: random.below(1_000_000), probability: random.below(5) * 0.1 },
    commands: commands.filter((it) => it.life === life).map(({ life: _, ...command }) => command),
    disturbance:
      random.below(4) === 0
        ? { kind: random.pick(DISTURBANCES), afterMs: random.below(500) }
        : null,
  }));
}

function makeKill(random: Random): Kill {
  const post = 1 + random.below(4);
  switch (random.below(3)) {
    case 0:
      return { at: 'any moment', afterMs: 50 + random.below(LONGEST_LIFE_MS - 50) };
    case 1:
      return { at: 'before the answer', post };
    default:
      return { at: 'after the answer', post, afterMs: random.below(6) };
  }
}

interface DatedCommand extends PlannedCommand {
  readonly life: number;
}

/** A channel with one topic takes a second one some time; every other one gives up one of its two. */
function makeCommands(
  kills: number,
  channels: readonly PlannedChannel[],
  topics: readonly string[],
  random: Random,
): DatedCommand[] {
  return channels.flatMap(({ name: channel, topics: own }, index): DatedCommand[] => {
    const life = random.below(kills);
    const others = topics.filter((topic) => !own.includes(topic));
    if (own.length === 1) return [{ life, channel, kind: 'subscribe', topic: random.pick(others) }];
    return index % 2 === 0 ? [{ life, channel, kind: 'unsubscribe', topic: own[0] ?? '' }] : [];
  });
}
