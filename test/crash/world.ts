import { type Outside, startOutside } from '../e2e/world.ts';
import { textsOf, titlesIn, wordsOf } from '../support/discord/reader.ts';
import type { FakeChannel } from '../support/discord/world.ts';
import type { CallEvent } from '../support/traffic.ts';
import { createClock, type JumpingClock } from './clock.ts';
import { papersIn } from './papers.ts';
import { type Disturbance, MORNING, type Plan, type PlannedChannel } from './plan.ts';

/** A message as a platform keeps it. */
export interface Posted {
  /** The platform's own id. */
  readonly id: string;
  /** The delivery's id, as the message carries it. */
  readonly delivery: string;
  /** Which part of a digest it is: [2, 3] of "continued (2/3)"; null for a message by itself, or a first one. */
  readonly part: readonly [number, number] | null;
  /** Numbers of the papers, in order. */
  readonly papers: readonly number[];
}

/** The outside world of a crash test, in which both platforms look alike. */
export interface CrashWorld extends Outside {
  readonly clock: JumpingClock;
  watch(watcher: (event: CallEvent) => void): () => void;
  /** Types a command as a person would; resolves once it is answered. */
  type(
    channel: PlannedChannel,
    command: 'subscribe' | 'unsubscribe' | 'schedule' | 'settings',
    text: string,
  ): Promise<void>;
  disturb(kind: Disturbance['kind']): void;
  posted(channel: PlannedChannel): Posted[];
  /** The platform's own name of a channel. */
  addressOf(channel: PlannedChannel): string;
}

/** @param database the address of the bot's database; left out: a file of its own. */
export async function startCrashWorld(plan: Plan, database?: string): Promise<CrashWorld> {
  const clock = createClock(MORNING);
  const slackIds = plan.channels.map(({ name }) => slackId(name));
  const outside = await startOutside({
    ...(database !== undefined && { database }),
    slack: { now: clock.now, channels: slackIds.map((id) => ({ id, isMember: true })) },
    discord: { now: clock.now },
  });
  const { slack, discord } = outside;
  const rooms = new Map<string, FakeChannel>(
    plan.channels.map(({ name }) => [name, discord.addChannel(name.replace(' ', '-'))]),
  );
  const roomOf = ({ name }: PlannedChannel) => rooms.get(name) ?? discord.channels.general;

  async function type(channel: PlannedChannel, command: string, text: string): Promise<void> {
    if (channel.platform === 'slack') {
      const typed = { command: '/papers', text: `${command} ${text}` };
      const answers = await slack.slashCommand({ ...typed, channel: slackId(channel.name) });
      refuseFailure(answers.map((it) => it.text).join());
    } else if (command === 'schedule' || command === 'settings') {
      const options = command === 'schedule' ? { when: text } : { change: text };
      const subcommand = { name: 'papers', subcommand: command };
      const answer = await discord.interact({ ...subcommand, options, channel: roomOf(channel) });
      refuseFailure(wordsOf(answer));
    } else {
      const options = { query: text };
      const answer = await discord.interact({ name: command, options, channel: roomOf(channel) });
      refuseFailure(wordsOf(answer));
    }
  }

  return {
    ...outside,
    clock,
    type,
    watch: (watcher) => {
      const ends = [slack.watch(watcher), discord.watch(watcher)];
      return () => {
        for (const end of ends) end();
      };
    },
    disturb: (kind) => DISTURB[kind](outside),
    posted: (channel) =>
      channel.platform === 'slack'
        ? slack.messagesIn(slackId(channel.name)).map((it) => ofSlack(it, channel))
        : discord.messages(roomOf(channel)).flatMap((it) => ofDiscord(it, channel, discord)),
    addressOf: (channel) =>
      channel.platform === 'slack' ? slackId(channel.name) : roomOf(channel).id,
  };
}

/** Whoever reads that types the command again. */
function refuseFailure(answer: string): void {
  if (answer.includes('That did not work')) throw new Error(answer);
}

function slackId(name: string): string {
  return `C0${name.replace(/\W/g, '').toUpperCase()}`;
}

/** Of a list above its thread, the papers stand in the thread. */
function ofSlack(
  { ts, thread_ts, blocks, metadata }: ReturnType<Outside['slack']['messagesIn']>[number],
  { inThreads }: PlannedChannel,
): Posted {
  const payload = metadata?.event_payload as { delivery_id?: string } | undefined;
  return {
    id: ts,
    delivery: payload?.delivery_id ?? '',
    part: partIn(JSON.stringify(blocks)),
    papers: inThreads && thread_ts === undefined ? [] : papersIn(blocks),
  };
}

/** A message, and behind it what stands in its thread. */
function ofDiscord(
  message: ReturnType<Outside['discord']['messages']>[number],
  { inThreads }: PlannedChannel,
  discord: Outside['discord'],
): Posted[] {
  const below = discord.messages().filter((it) => it.channelId === message.id);
  const list = toPosted(message, message.id);
  return [
    inThreads ? { ...list, papers: [] } : list,
    ...below.map((it) => toPosted(it, `${it.channelId}/${it.id}`)),
  ];
}

function toPosted(
  { body }: ReturnType<Outside['discord']['messages']>[number],
  id: string,
): Posted {
  return {
    ...{ id, delivery: body.nonce ?? '', papers: papersIn(titlesIn(body)) },
    part: partIn(textsOf(body)[0] ?? ''),
  };
}

function partIn(text: string): [number, number] | null {
  const found = /continued \\*\((\d+)\\*\/(\d+)/.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

const DISTURB: Readonly<Record<Disturbance['kind'], (outside: Outside) => void>> = {
  'Slack asks for a new connection': ({ slack }) => slack.disconnect('refresh_requested'),
  'Slack warns of the end of the connection': ({ slack }) => slack.disconnect('warning'),
  'Slack breaks the connection': ({ slack }) => slack.dropConnections(),
  'Discord asks for a new connection': ({ discord }) => discord.gateway.reconnect(),
  'Discord breaks the connection': ({ discord }) => discord.gateway.drop(),
  'Discord closes the connection': ({ discord }) => discord.gateway.drop(4000),
  'Discord invalidates the session, resumable': ({ discord }) => discord.gateway.invalidate(true),
  'Discord invalidates the session': ({ discord }) => discord.gateway.invalidate(false),
};
