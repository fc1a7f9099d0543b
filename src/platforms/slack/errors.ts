import { webApi } from '@slack/bolt';
import { DeliveryError } from '../../core/delivery.ts';
import { networkFailure, neverLeft } from '../../lib/network-failure.ts';
import { codeMeaning } from './error-codes.ts';

/**
 * Any error of the SDK as what it means for a delivery to this channel. What Slack refused was not
 * posted; what broke while Slack had it (5xx, a timeout, a lost connection) may have been.
 */
export function toDeliveryError(error: unknown, channel: string): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const code = slackCode(error);
  if (code !== undefined) return refused(code, error, channel);
  const seconds = retryAfterSeconds(error);
  if (seconds !== undefined) return rateLimited(seconds, error, channel);
  return notThrough(error, channel);
}

/** The code of Slack's own answer ("invalid_auth"); undefined when there was none. */
export function slackCode(error: unknown): string | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
  const code: unknown = error.data.error;
  return typeof code === 'string' && /^\w{1,80}$/.test(code) ? code : undefined;
}

/** What broke, in a few words without secrets: "invalid_auth", "HTTP 503", "ECONNREFUSED". */
export function failureName(error: unknown): string {
  const seconds = retryAfterSeconds(error);
  if (seconds !== undefined) return `rate limit for ${seconds} s`;
  if (error instanceof webApi.WebAPIHTTPError) return `HTTP ${error.statusCode}`;
  return slackCode(error) ?? networkFailure(error);
}

/** How long Slack asks to wait, in seconds; undefined when it does not. */
function retryAfterSeconds(error: unknown): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) return error.retryAfter;
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
  return error.data.response_metadata?.retryAfter;
}

function refused(code: string, cause: unknown, channel: string): DeliveryError {
  const { kind, concerns, remedy } = codeMeaning(code);
  const seconds = retryAfterSeconds(cause);
  const reason = `Slack refused the post in ${channel} (${[code, ...details(cause)].join('; ')}): ${remedy}.`;
  return new DeliveryError(kind, reason, {
    ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 }),
    concerns,
    cause,
  });
}

/** Where Slack found fault with the blocks: "must be less than 3001 characters […/blocks/0/text]". */
function details(error: unknown): string[] {
  if (!(error instanceof webApi.WebAPIPlatformError)) return [];
  const messages = error.data.response_metadata?.messages ?? [];
  return messages.slice(0, 1).map((message) => message.replace(/^\[ERROR\] /, ''));
}

function rateLimited(seconds: number, cause: unknown, channel: string): DeliveryError {
  const reason = `Slack takes no post in ${channel} for ${seconds} s; it is tried again then.`;
  return new DeliveryError('retry', reason, { retryAfterMs: seconds * 1_000, cause });
}

function notThrough(cause: unknown, channel: string): DeliveryError {
  const isRefusal = cause instanceof webApi.WebAPIHTTPError && cause.statusCode < 500;
  const kind = isRefusal || neverLeft(cause) ? 'retry' : 'unknown';
  const reason = `The post in ${channel} did not get through to Slack (${failureName(cause)}); it is tried again.`;
  return new DeliveryError(kind, reason, { cause });
}
