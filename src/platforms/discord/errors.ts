import {
  DiscordAPIError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RateLimitError,
} from 'discord.js';
import { type Concern, DeliveryError } from '../../core/delivery.ts';
import { networkFailure, neverLeft } from '../../lib/network-failure.ts';
import {
  ARCHIVED_CODES,
  BAD_TOKEN,
  BLOCKED_CODE,
  LATER_CODES,
  NO_TEXT_CODES,
  refusal,
} from './error-codes.ts';

/** How long to stay away when something before Discord refuses this machine, in milliseconds. */
const STAY_AWAY_MS = 10 * 60_000;

/**
 * Any error of the SDK as what it means for a delivery to this channel. What Discord refused was
 * not posted; what broke while Discord had it (5xx, a timeout, a lost connection) may have been.
 */
export function toDeliveryError(error: unknown, channel: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof RateLimitError) return rateLimited(error, channel);
  if (error instanceof DiscordAPIError) return refused(error, channel);
  return networkError(error, channel);
}

/** True for a thread that must be reopened before it takes a message. */
export function isArchived(error: unknown): boolean {
  return error instanceof DiscordAPIError && ARCHIVED_CODES.has(error.code);
}

/** True for what takes no message by itself: perhaps a forum. */
export function isNoTextChannel(error: unknown): boolean {
  return error instanceof DiscordAPIError && NO_TEXT_CODES.has(error.code);
}

/** The code of Discord's answer behind an error; undefined when it gave none. */
export function codeOf(error: unknown): unknown {
  if (error instanceof DiscordAPIError) return error.code;
  return error instanceof DeliveryError ? codeOf(error.cause) : undefined;
}

/** True when Discord itself answered and said no: neither a lost answer nor a rate limit. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError;
}

/** Why the bot could not start, as an error of one sentence. */
export function toStartError(error: unknown): Error {
  return new Error(startSentence(error), { cause: error });
}

const MORE_SHARDS =
  'the bot is in too many servers for so few shards. Raise DISCORD_SHARDS, and start all processes anew.';

const CLOSES: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: BAD_TOKEN,
  [GatewayCloseCodes.ShardingRequired]: MORE_SHARDS,
};

/** Why the gateway closed the connection for good, by its close code. */
export function closeSentence(code: number): string {
  const others = `restart it, and see code ${code} in Discord's list of gateway close codes.`;
  const why = CLOSES[code] ?? others;
  return `Discord closed the connection for good, commands are not answered any more: ${why}`;
}

/** What broke, in a few words without secrets: "ECONNREFUSED", "HTTP 503", "no answer in time". */
export function failureName(error: unknown): string {
  if (error instanceof DiscordAPIError) return `HTTP ${error.status}, code ${error.code}`;
  if (error instanceof HTTPError) return `HTTP ${error.status}`;
  if (error instanceof RateLimitError) return `rate limit, ${Math.ceil(waitOf(error) / 1000)} s`;
  // An abort is the SDK's own timeout, or ours.
  return networkFailure(error, 'no answer in time');
}

/** What a log may hold of an error: the SDK's own carry the interaction's token in their address. */
export function logFields(error: unknown): { failure: string; err?: unknown } {
  const failure = failureName(error);
  const isSdks = [DiscordAPIError, HTTPError, RateLimitError].some((it) => error instanceof it);
  return isSdks ? { failure } : { failure, err: error };
}

function rateLimited(error: RateLimitError, channel: string): DeliveryError {
  const retryAfterMs = waitOf(error);
  const where = error.global ? 'at all' : `in channel ${channel}`;
  const reason = `Discord takes no post ${where} for ${Math.ceil(retryAfterMs / 1000)} s: it will be tried again then.`;
  const concerns = error.global ? 'platform' : 'channel';
  return new DeliveryError('retry', reason, { retryAfterMs, concerns, cause: error });
}

/** discord.js counts in milliseconds; an answer without Retry-After has 0 there. */
function waitOf({ retryAfter, timeToReset }: RateLimitError): number {
  return Math.ceil(Math.max(retryAfter || timeToReset, 1000));
}

function refused(error: DiscordAPIError, channel: string): DeliveryError {
  const { code, status } = error;
  if (status === 401)
    return new DeliveryError('retry', BAD_TOKEN, { concerns: 'platform', cause: error });
  if (LATER_CODES.has(code)) return notNow(error, channel);
  const known = refusal(code, channel) ?? unlisted(error, channel);
  if (!known) return notNow(error, channel, { retryAfterMs: STAY_AWAY_MS, concerns: 'platform' });
  const concerns = known.messageOnly ? 'message' : 'channel';
  return new DeliveryError('permanent', known.reason, { concerns, cause: error });
}

/**
 * An answer that is not Discord's JSON (a proxy, Cloudflare, a wrong DISCORD_API_URL) says nothing
 * about the channel. Of Discord's own, 403 and 404 are about the channel, others about the message.
 */
function unlisted({ code, status }: DiscordAPIError, channel: string) {
  if (typeof code !== 'number' || code === BLOCKED_CODE) return undefined;
  const messageOnly = status !== 403 && status !== 404;
  const remedy = messageOnly
    ? 'it is skipped, please report this with the log'
    : "check the bot's permissions there, or subscribe in another channel";
  return {
    reason: `Discord refused this post in channel ${channel} (HTTP ${status}, code ${code}): ${remedy}.`,
    messageOnly,
  };
}

function notNow(
  error: unknown,
  channel: string,
  options: { retryAfterMs?: number; concerns?: Concern } = {},
): DeliveryError {
  return new DeliveryError('retry', failedSentence(error, channel), { ...options, cause: error });
}

function networkError(error: unknown, channel: string): DeliveryError {
  const kind = neverLeft(error) ? 'retry' : 'unknown';
  return new DeliveryError(kind, failedSentence(error, channel), { cause: error });
}

function failedSentence(error: unknown, channel: string): string {
  return `The post in channel ${channel} did not get through to Discord (${failureName(error)}): it will be tried again.`;
}

function startSentence(error: unknown): string {
  const badToken =
    error instanceof Error && 'code' in error && error.code === DiscordjsErrorCodes.TokenInvalid;
  if (badToken || (error instanceof DiscordAPIError && error.status === 401)) return BAD_TOKEN;
  const message = error instanceof Error ? error.message : '';
  if (message === 'Authentication failed') return BAD_TOKEN;
  if (message === 'Sharding is required') return `Discord does not let the bot in: ${MORE_SHARDS}`;
  if (/intents/.test(message)) {
    return 'Discord does not allow the bot of DISCORD_TOKEN the Guilds intent: create the application anew in the Developer Portal.';
  }
  return `Discord could not be reached with DISCORD_TOKEN (${failureName(error)}): check the network, DISCORD_API_URL and https://discordstatus.com, and start again.`;
}
