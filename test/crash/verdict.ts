import { query } from '../support/query.ts';
import { type Expected, expectedIn, type Fulfilled } from './expected.ts';
import type { Plan, PlannedChannel } from './plan.ts';
import type { CrashWorld, Posted } from './world.ts';

export interface Violation {
  readonly kind:
    | 'lost'
    | 'duplicate'
    | 'out of order'
    | 'unasked'
    | 'unsettled'
    | 'protocol'
    | 'died';
  /** Where and what, enough to find it in the trace. */
  readonly detail: string;
}

/** A delivery as the bot's database has it; edits left out. */
interface Row {
  readonly id: string;
  readonly state: string;
  readonly receipt: string | null;
  readonly reason: string | null;
}

/** Everything that is wrong with what stands in the channels; empty for a good bot. */
export async function judge(
  plan: Plan,
  world: CrashWorld,
  fulfilled: Fulfilled,
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const channel of plan.channels) {
    const posted = world.posted(channel);
    const violations = [
      ...judgePapers(posted, expectedIn(channel, plan, fulfilled)),
      ...judgeParts(posted),
      ...judgeRows(posted, await rowsOf(channel, world)),
    ];
    found.push(...violations.map(({ kind, detail }) => of(kind, `${channel.name}: ${detail}`)));
  }
  const protocol = [...world.slack.violations, ...world.discord.violations];
  return [...found, ...protocol.map((detail) => ({ kind: 'protocol', detail }) as const)];
}

function judgePapers(posted: readonly Posted[], { must, may }: Expected): Violation[] {
  const papers = posted.flatMap((message) => message.papers);
  const seen = new Set(papers);
  const copies = papers.filter((paper, index) => papers.indexOf(paper) !== index);
  return [
    ...[...must].filter((paper) => !seen.has(paper)).map((it) => of('lost', `paper ${it}`)),
    ...copies.map((it) => of('duplicate', `paper ${it}`)),
    ...[...seen]
      .filter((paper) => !must.has(paper) && !may.has(paper))
      .map((it) => of('unasked', `paper ${it}`)),
  ];
}

/** The parts of a digest stand one behind the other, from the first to the last. */
function judgeParts(posted: readonly Posted[]): Violation[] {
  return posted.flatMap(({ id, part }, index) => {
    const before = posted[index - 1]?.part ?? null;
    const after = posted[index + 1]?.part ?? null;
    if (part === null) return [];
    const [number, total] = part;
    const followsOn = number === 2 ? before === null : isPart(before, number - 1, total);
    const goesOn = number === total || isPart(after, number + 1, total);
    return followsOn && goesOn && index > 0
      ? []
      : [of('out of order', `message ${id}, part ${number} of ${total}`)];
  });
}

function isPart(part: Posted['part'], number: number, total: number): boolean {
  return part?.[0] === number && part[1] === total;
}

/** The channel holds one message for each row of the outbox, in the order of the rows. */
function judgeRows(posted: readonly Posted[], rows: readonly Row[]): Violation[] {
  const waiting = rows.filter(({ state }) => state !== 'sent');
  const receipts = rows.flatMap(({ state, receipt }) => (state === 'sent' ? [receipt ?? ''] : []));
  const ids = posted.map(({ id }) => id);
  const inBoth = ids.filter((id) => receipts.includes(id));
  const isInOrder = inBoth.join() === receipts.filter((id) => ids.includes(id)).join();
  return [
    ...waiting.map(({ id, state, reason }) => of('unsettled', `${id} is ${state}: ${reason}`)),
    ...receipts
      .filter((id) => !ids.includes(id))
      .map((id) => of('lost', `message ${id} has a receipt and does not exist`)),
    ...posted
      .filter(({ id }) => !receipts.includes(id))
      .map((it) => of('duplicate', `message ${it.id} of delivery ${it.delivery} is in no row`)),
    ...(isInOrder ? [] : [of('out of order', `${ids.join(' ')} is not ${receipts.join(' ')}`)]),
  ];
}

function rowsOf(channel: PlannedChannel, { environment, addressOf }: CrashWorld): Promise<Row[]> {
  const address = [channel.platform, addressOf(channel)];
  return query<Row>(environment.DATABASE_URL ?? '', ROWS, address);
}

const ROWS = `select deliveries.id, state, receipt, reason from deliveries
  join channels on channels.id = deliveries.channel_id
  where platform = $1 and channel = $2 and edits is null order by seq`;

function of(kind: Violation['kind'], detail: string): Violation {
  return { kind, detail };
}
