/** What a refusal by Discord means: why nothing was posted, and what a person can do about it. */
export interface Refusal {
  /** One sentence. */
  readonly reason: string;
  /** True when the fault lies in this message alone. */
  readonly messageOnly: boolean;
}

/** Codes that say "later" though their answer is no 429. */
export const LATER_CODES: ReadonlySet<unknown> = new Set([20016, 20028, 40062, 130000]);

/** Cloudflare before Discord refuses this machine: https://github.com/discord/discord-api-docs/issues/6473. */
export const BLOCKED_CODE = 40333;

/** A thread that is archived (50083) or locked (160005). */
export const ARCHIVED_CODES: ReadonlySet<unknown> = new Set([50083, 160005]);

/** Voice channels, categories, forums: 50008 and 40058 on a message, 50024 on the history. */
export const NO_TEXT_CODES: ReadonlySet<unknown> = new Set([40058, 50008, 50024]);

/** A thread, or the channel that it was in, is there no more. */
export const UNKNOWN_CHANNEL = 10003;

/** Another process has acknowledged the interaction. */
export const ALREADY_ACKNOWLEDGED = 40060;

/** A message has one thread; it has the message's id. */
export const THREAD_EXISTS = 160004;

/**
 * The meaning of a JSON error code on a message to a channel; undefined for a code that is not
 * listed here. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
export function refusal(code: unknown, channel: string): Refusal | undefined {
  const ofChannel = CHANNEL_REFUSALS[String(code)];
  if (ofChannel) return { reason: ofChannel.replace('#', channel), messageOnly: false };
  const ofMessage = MESSAGE_REFUSALS[String(code)];
  return ofMessage ? { reason: ofMessage.replace('#', channel), messageOnly: true } : undefined;
}

/** The refusal for an answer 401. */
export const BAD_TOKEN =
  'Discord refused the bot token: copy a new one from the Developer Portal (Bot, Reset Token) into DISCORD_TOKEN and restart.';

const NO_DIRECT_MESSAGES =
  'Discord does not let the bot write to this person (direct channel #): allow direct messages from a server that you share with the bot, or subscribe in a channel of that server.';
const ARCHIVED =
  'The thread # is archived or locked and the bot may not reopen it: unlock it, or subscribe in another channel.';
const NO_TEXT = 'Channel # takes no messages: subscribe in a text channel, a thread or a forum.';
const TAG_NEEDED =
  'The forum # wants a tag on every post, and Paper Route sets none: in its settings (Edit Channel) turn off "Require people to select tags when posting", then /papers resume.';
const BLOCKED =
  'AutoMod of the server blocked this post in channel #: allow the bot in Server Settings, AutoMod, if its posts are wanted.';

/** "#" stands for the channel's id. */
const CHANNEL_REFUSALS: Readonly<Record<string, string>> = {
  10003: 'Discord knows no channel # any more: subscribe again in another channel.',
  10004: 'The bot is not in the server of channel # any more: invite it again.',
  50001: 'The bot may not see channel #: give it View Channel there (add it to a private channel).',
  50007: NO_DIRECT_MESSAGES,
  40058: NO_TEXT,
  40066: TAG_NEEDED,
  40067: TAG_NEEDED,
  50008: NO_TEXT,
  50013:
    'The bot may not post in channel #: give it Send Messages there (Send Messages in Threads for a thread, Create Posts and Send Messages in Posts for a forum).',
  50024: NO_TEXT,
  50083: ARCHIVED,
  50278: NO_DIRECT_MESSAGES,
  160005: ARCHIVED,
};

const MESSAGE_REFUSALS: Readonly<Record<string, string>> = {
  10008: 'This post reached channel # before and was deleted there: it is not posted again.',
  50006: 'Discord refused an empty post in channel #: please report this with the log.',
  50035: 'Discord refused the form of this post in channel #: please report this with the log.',
  200000: BLOCKED,
  200001: BLOCKED,
  240000: 'Discord blocked a link of this post in channel # as harmful: the post is skipped.',
};
