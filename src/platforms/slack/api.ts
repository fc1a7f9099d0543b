import { webApi } from '@slack/bolt';
import type { Log } from '../../lib/log.ts';
import { sdkLogger } from './sdk-log.ts';

/** How long a call of the Web API may take, in milliseconds; ours, well under SIGTERM's 5 s twice. */
const TIMEOUT_MS = 5_000;

export const SLACK_API_URL = 'https://slack.com/api/';

export interface ApiOptions {
  /** Where the Web API is; Slack's own when undefined. */
  readonly apiUrl?: string | undefined;
  readonly log: Log;
}

/**
 * Options of the SDK's Web API client. Its own retries are off, so that the outbox alone decides on
 * them. Every request ends after 5 s or with the signal, those to a response_url too.
 */
export function clientOptions(
  { apiUrl, log }: ApiOptions,
  signal?: AbortSignal,
): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl ?? SLACK_API_URL,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: sdkLogger(log),
    fetch: (url, init) => fetch(url, { ...init, signal: deadline(signal) }),
  };
}

/** A client of the Web API with a bot or an app token. */
export function createClient(
  token: string,
  options: ApiOptions,
  signal?: AbortSignal,
): webApi.WebClient {
  return new webApi.WebClient(token, clientOptions(options, signal));
}

function deadline(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}
