import { type APIMessage, Routes } from 'discord.js';
import type { DiscordRest } from './rest.ts';

/** What was found of an earlier post. */
export interface Finding {
  /** The id of the message that shows the same; undefined when there is none. */
  readonly messageId: string | undefined;
  /** False when the history was too long to be read to its end. */
  readonly complete: boolean;
}

/** https://docs.discord.com/developers/resources/message#get-channel-messages */
const PAGE = 100;
/**
 * How many pages are read before we give up: an earlier post lies near the beginning, and Discord
 * lets a bot read about five pages of a channel at once.
 */
export const MOST_PAGES = 5;
/** Clocks differ: we look from a little earlier than our own time says, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;
/** 2015-01-01. https://docs.discord.com/developers/reference#snowflakes */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** What a message shows, as we send it and as Discord gives it back. */
export interface Shown {
  readonly components?: readonly object[];
}

/**
 * Looks for the bot's own message in the channel, from `since` on, that shows the same as `body`.
 * Rejects with an error of discord.js when the history can't be read. Where the bot lacks Read
 * Message History, Discord shows an empty history, which can't be told from none.
 */
export async function findMessage(
  rest: DiscordRest,
  channel: string,
  body: Shown,
  since: Date,
  signal: AbortSignal,
): Promise<Finding> {
  const wanted = fingerprint(body);
  const author = await ownId(rest, signal);
  let after = firstIdSince(since);
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await readAfter(rest, channel, after, signal);
    const found = page.find((own) => own.author.id === author && fingerprint(own) === wanted);
    if (found || page.length < PAGE) return { messageId: found?.id, complete: true };
    after = newest(page);
  }
  return { messageId: undefined, complete: false };
}

/** The bot's own user id. */
export async function ownId(rest: DiscordRest, signal: AbortSignal): Promise<string> {
  const { id } = await rest.call<{ id: string }>('get', Routes.user('@me'), { signal });
  return id;
}

/**
 * What tells a post from others, since Discord keeps no nonce with it: all that is written in it.
 * Only letters and digits count, so that it does not matter how Discord tidies the rest.
 */
export function fingerprint({ components = [] }: Shown): string {
  const words = components.flatMap(textsOf).join(' ').normalize('NFKC');
  return words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** The smallest id that something made since then can have, a little earlier to be safe. */
export function firstIdSince(since: Date): string {
  return String((BigInt(since.getTime() - CLOCK_SKEW_MS) - DISCORD_EPOCH_MS) << 22n);
}

/** The texts of a component and of what stands in it, in order. */
function textsOf(component: object): string[] {
  const { content, label, placeholder, components, accessory } = component as {
    readonly content?: string;
    readonly label?: string;
    readonly placeholder?: string;
    readonly components?: readonly object[];
    readonly accessory?: object;
  };
  const inner = [...(components ?? []), ...(accessory ? [accessory] : [])];
  return [content ?? '', label ?? '', placeholder ?? '', ...inner.flatMap(textsOf)];
}

function readAfter(rest: DiscordRest, channel: string, after: string, signal: AbortSignal) {
  const query = new URLSearchParams({ after, limit: String(PAGE) });
  return rest.call<APIMessage[]>('get', Routes.channelMessages(channel), { query, signal });
}

function newest(page: readonly APIMessage[]): string {
  return String(
    page
      .map(({ id }) => BigInt(id))
      .toSorted((a, b) => (a < b ? -1 : 1))
      .at(-1),
  );
}
