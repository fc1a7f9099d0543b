import type { ChannelAddress } from '../../src/core/channel.ts';
import { createRandom } from '../bench/matcher/random.ts';
import { type Outside, startOutside } from '../e2e/world.ts';
import { TEAM } from '../support/slack/workspace.ts';
import type { CallEvent, Latency } from '../support/traffic.ts';

/** A platform as the load test sees it. */
export interface LoadedPlatform {
  readonly name: string;
  /** The channels whose digest is due. */
  readonly channels: readonly ChannelAddress[];
  /** Posts a second that the platform lets through on the whole. */
  readonly permittedPerSecond: number;
  /** How that number is worked out. */
  readonly permittedBecause: string;
  /** When each message was posted and where, in the order of the posts; milliseconds. */
  posts(): { readonly at: number; readonly channel: string }[];
  /** Types `/subscribe <query>` in the channel of this number; resolves with the time to the acknowledgement, in milliseconds. */
  subscribe(channel: number, query: string): Promise<number>;
  watch(watcher: (event: CallEvent) => void): () => void;
}

export interface LoadWorld {
  readonly outside: Outside;
  readonly platforms: readonly LoadedPlatform[];
}

export interface LoadSize {
  /** On each platform. */
  readonly channels: { readonly slack: number; readonly discord: number };
  readonly guilds: number;
  readonly seed: number;
}

/** Slack's documentation has "several hundred messages a minute" for a workspace; the fake one takes 300. */
const SLACK_PER_MINUTE = 300;
/** https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
const DISCORD_PER_SECOND = 50;
/**
 * The way to the platforms, which varies little, and their own work with the way back, which
 * varies more; in milliseconds.
 */
const THERE = { from: 20, to: 40 };
const BACK = { from: 60, to: 160 };

/**
 * Both platforms with their limits, at a realistic distance, and the channels of the test.
 * @param database the address of the bot's database; left out: a file of its own.
 */
export async function startLoadWorld(
  { channels, guilds, seed }: LoadSize,
  database?: string,
): Promise<LoadWorld> {
  const slackIds = Array.from({ length: channels.slack }, (_, index) => `C1${index}`);
  const outside = await startOutside({
    ...(database !== undefined && { database }),
    slack: {
      ...{ workspacePerMinute: SLACK_PER_MINUTE, workspaceBurst: 10, burst: 5 },
      ...{ latencyMs: latency(seed), channels: slackIds.map((id) => ({ id, isMember: true })) },
    },
    discord: { globalPerSecond: DISCORD_PER_SECOND, guilds, latencyMs: latency(seed + 1) },
  });
  return { outside, platforms: [slackOf(outside, slackIds), discordOf(outside, channels.discord)] };
}

function latency(seed: number): Latency {
  const random = createRandom(seed);
  const between = ({ from, to }: typeof THERE) => from + random.below(to - from + 1);
  return () => ({ there: between(THERE), back: between(BACK) });
}

function slackOf({ slack }: Outside, ids: readonly string[]): LoadedPlatform {
  return {
    name: 'Slack',
    channels: ids.map((channel) => ({ platform: 'slack', workspace: TEAM.id, channel })),
    permittedPerSecond: Math.min(SLACK_PER_MINUTE / 60, ids.length),
    permittedBecause: `${SLACK_PER_MINUTE} a minute in one workspace, and one a second in each of ${ids.length} channels: the smaller`,
    posts: () => slack.messages.map(({ ts, channel }) => ({ at: Number(ts) * 1_000, channel })),
    watch: slack.watch,
    subscribe: (number, query) =>
      timed((onAcknowledged) =>
        slack.slashCommand({
          ...{ command: '/subscribe', text: query, onAcknowledged },
          channel: ids[number % ids.length] ?? '',
        }),
      ),
  };
}

function discordOf({ discord }: Outside, count: number): LoadedPlatform {
  const { guildIds } = discord;
  const channels = Array.from({ length: count }, (_, index) =>
    discord.addChannel(`papers-${index}`, guildIds[index % guildIds.length]),
  );
  return {
    name: 'Discord',
    channels: channels.map(({ id, guildId }) => ({
      ...{ platform: 'discord', workspace: guildId, channel: id },
    })),
    permittedPerSecond: Math.min(DISCORD_PER_SECOND, count),
    permittedBecause: `${DISCORD_PER_SECOND} requests a second over all, and one a second (5 in 5 s) in each of ${count} channels: the smaller`,
    posts: () => discord.messages().map(({ at, channelId }) => ({ at, channel: channelId })),
    watch: discord.watch,
    subscribe: (number, query) =>
      timed((onAcknowledged) => {
        const channel = channels[number % count];
        const options = { query };
        return discord.interact({
          ...{ name: 'subscribe', options, onAcknowledged },
          ...(channel && { channel }),
        });
      }),
  };
}

function timed(type: (onAcknowledged: () => void) => Promise<unknown>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const started = performance.now();
  type(() => resolve(performance.now() - started)).catch(reject);
  return promise;
}
