import { type APIMessage, Routes } from 'discord.js';
import type { MessageBody } from './render.ts';
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
const MOST_PAGES = 5;
/** Clocks differ: we look from a little earlier than our own time says, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;
/** 2015-01-01. https://docs.discord.com/developers/reference#snowflakes */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/**
 * Looks for the bot's own message in the channel, from `since` on, that shows the same as `body`.
 * Rejects with an error of discord.js when the history can't be read.
 *
 * Discord keeps no nonce with a message, so the message is known by what it shows: the addresses
 * of its cards (a channel gets each paper once), or its content when it has no card. Where the bot
 * lacks Read Message History, Discord shows an empty history, which can't be told from none.
 */
export async function findMessage(
  rest: DiscordRest,
  channel: string,
  body: MessageBody,
  since: Date,
  signal: AbortSignal,
): Promise<Finding> {
  const wanted = fingerprint(body);
  const author = await ownId(rest, signal);
  let after = snowflake(since.getTime() - CLOCK_SKEW_MS);
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await readAfter(rest, channel, after, signal);
    const found = page.find((own) => own.author.id === author && fingerprint(own) === wanted);
    if (found || page.length < PAGE) return { messageId: found?.id, complete: true };
    after = newest(page);
  }
  return { messageId: undefined, complete: false };
}

function readAfter(rest: DiscordRest, channel: string, after: string, signal: AbortSignal) {
  const query = new URLSearchParams({ after, limit: String(PAGE) });
  return rest.call<APIMessage[]>('get', Routes.channelMessages(channel), { query, signal });
}

async function ownId(rest: DiscordRest, signal: AbortSignal): Promise<string> {
  const { id } = await rest.call<{ id: string }>('get', Routes.user('@me'), { signal });
  return id;
}

function fingerprint({ content, embeds }: Pick<APIMessage, 'content' | 'embeds'> | MessageBody) {
  const cards = embeds.filter(({ type }) => type === undefined || type === 'rich');
  return cards.length > 0
    ? cards.map(({ url, title }) => url ?? title ?? '').join('\n')
    : (content ?? '').trim();
}

function newest(page: readonly APIMessage[]): string {
  return String(
    page
      .map(({ id }) => BigInt(id))
      .toSorted((a, b) => (a < b ? -1 : 1))
      .at(-1),
  );
}

function snowflake(timeMs: number): string {
  return String((BigInt(timeMs) - DISCORD_EPOCH_MS) << 22n);
}
