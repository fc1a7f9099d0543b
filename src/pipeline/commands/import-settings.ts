import type { Channel, ChannelSettings, Mute } from '../../core/channel.ts';
import type { ExchangedSettings, MuteEntry, Problem } from '../../core/exchange/contents.ts';
import { formatQuery } from '../../core/query/format.ts';
import { parseQuery } from '../../core/query/parser.ts';
import type { Call, CommandDeps } from './command.ts';
import { tryQuery } from './import-subscriptions.ts';

/** Most mutes that a channel has after an import. */
const MOST_MUTES = 500;
/** What names a paper: see Identifier in core/paper.ts. */
const PAPER_ID = /^(?:arxiv|doi|entry):\S.{0,1000}$/;

interface TakenSettings {
  /** As the file names them. */
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
}

/** Gives a channel the settings that a file names; sources that there are not here are left out. */
export async function importSettings(
  { schedule, sources, ...others }: ExchangedSettings,
  channel: Channel,
  deps: CommandDeps,
): Promise<TakenSettings> {
  const unknown = sources?.filter((it) => !deps.sourceNames.includes(it)) ?? [];
  const settings = { ...others, ...(sources !== undefined && chosen(sources, deps)) };
  await deps.storage.channels.change(channel.id, settings);
  if (schedule) await setSchedule(schedule, channel, deps);
  return {
    names: [...(schedule ? ['schedule'] : []), ...Object.keys(settings).map(nameOf)],
    problems: unknown.map((text) => ({ text, line: null, reason: 'is no source here' })),
  };
}

function chosen(sources: ChannelSettings['sources'], deps: CommandDeps): Partial<ChannelSettings> {
  const known = sources?.filter((it) => deps.sourceNames.includes(it)) ?? null;
  return known?.length === 0 ? {} : { sources: known };
}

async function setSchedule(
  wanted: NonNullable<ExchangedSettings['schedule']>,
  { id, schedule }: Channel,
  { storage, dailySchedule, now }: CommandDeps,
): Promise<void> {
  const base = schedule.kind === 'daily' ? schedule : dailySchedule;
  const next = wanted === 'at once' ? ({ kind: 'at-once' } as const) : { ...base, ...wanted };
  await storage.channels.setSchedule(id, next, now());
}

const NAMES: Readonly<Record<string, string>> = {
  dailyCap: 'daily cap',
  minUpvotes: 'minimum upvotes',
  announces: 'announcements',
};

function nameOf(setting: string): string {
  return NAMES[setting] ?? setting;
}

interface TakenMutes {
  readonly muted: number;
  readonly problems: readonly Problem[];
}

/** Adds mutes to those of a channel. */
export async function importMutes(
  entries: readonly MuteEntry[],
  channel: Channel,
  call: Call,
  deps: CommandDeps,
): Promise<TakenMutes> {
  const stamp = { mutedBy: call.member.id, mutedAt: deps.now() };
  return deps.storage.channelTransaction(channel.id, async ({ channels }) => {
    const before = (await channels.get(channel.id)).mutes;
    const { mutes, problems } = withMutes(before, entries, stamp);
    if (mutes.length > before.length) await channels.change(channel.id, { mutes });
    return { muted: mutes.length - before.length, problems };
  });
}

function withMutes(
  before: readonly Mute[],
  entries: readonly MuteEntry[],
  stamp: Pick<Mute, 'mutedBy' | 'mutedAt'>,
): { readonly mutes: Mute[]; readonly problems: Problem[] } {
  const mutes = new Map(before.map((it) => [keyOf(it), it]));
  const problems: Problem[] = [];
  for (const entry of entries) {
    const read = readMute(entry);
    if ('reason' in read) problems.push(read);
    else if (mutes.size >= MOST_MUTES) problems.push({ ...entry, reason: TOO_MANY });
    else if (!mutes.has(keyOf(read))) mutes.set(keyOf(read), { ...read, ...stamp });
  }
  return { mutes: [...mutes.values()], problems };
}

const TOO_MANY = `is left out: a channel takes ${MOST_MUTES} mutes by import`;

function readMute(entry: MuteEntry): Pick<Mute, 'kind' | 'what'> | Problem {
  const { kind, text } = entry;
  if (kind === 'paper')
    return PAPER_ID.test(text) ? { kind, what: text } : { ...entry, reason: 'names no paper' };
  const read = tryQuery(entry, parseQuery);
  return 'reason' in read ? read : { kind, what: formatQuery(read.query) };
}

function keyOf({ kind, what }: Pick<Mute, 'kind' | 'what'>): string {
  return `${kind} ${what}`;
}
