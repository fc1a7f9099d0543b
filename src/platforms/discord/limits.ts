import type { Pace } from '../../core/delivery.ts';

/**
 * What Discord accepts in one message. Discord does not say whether it counts code points or
 * UTF-16 units, so we count UTF-16 units (`string.length`), never the smaller of the two.
 */
export const LIMITS = {
  // https://discord.com/developers/docs/resources/message#create-message-jsonform-params
  content: 2000,
  embeds: 10,
  nonce: 25,
  // https://discord.com/developers/docs/resources/message#embed-object-embed-limits
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  /** Titles, descriptions, fields, footers and authors of all embeds of a message together. */
  embedTotal: 6000,
  // https://github.com/discord/discord-api-spec (RichEmbed.url)
  url: 2048,
} as const;

/**
 * Our own shares of those limits, so that a single card always fits (title, description and
 * footer at their fullest are 4,700 of the 6,000) and a digest keeps several cards to a message.
 */
export const SHARES = {
  heading: 400,
  line: 1500,
  byline: 300,
  summary: 1600,
  reason: 300,
  reasons: 900,
  link: 600,
  links: 1200,
  footer: 300,
} as const;

/**
 * 50 requests a second a bot, of which we leave two for the answers to commands and for clocks
 * that differ: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit. The limits
 * of each channel stand in the answers' headers, and discord.js keeps them.
 */
export const DISCORD_PACE: Pace = {
  channelMs: 0,
  workspacePerSecond: Number.POSITIVE_INFINITY,
  perSecond: 48,
};

/**
 * How long we rely on Discord to recognise a nonce: it promises "the past few minutes".
 * https://discord.com/developers/docs/resources/message#create-message-jsonform-params
 */
export const NONCE_MEMORY_MS = 3 * 60_000;
