import type { z } from 'zod';
import { address, secret, wholeNumber } from './config-values.ts';
import type { Secret } from './lib/secret.ts';

/** Far more than the largest bots have. */
const MOST_SHARDS = 10_000;

/** The settings of Discord. */
export const DISCORD_SHAPE = {
  DISCORD_TOKEN: secret,
  DISCORD_API_URL: address.optional(),
  DISCORD_SHARDS: wholeNumber(1, MOST_SHARDS).optional(),
  DISCORD_SHARDS_PER_PROCESS: wholeNumber(1, MOST_SHARDS).optional(),
};

type Values = z.infer<z.ZodObject<typeof DISCORD_SHAPE>>;

export interface DiscordConfig {
  readonly token: Secret;
  readonly apiUrl: string | null;
  /** Null: one process has as many as Discord recommends. */
  readonly shards: {
    /** How many there are over all processes. */
    readonly count: number;
    /** The most that one process takes. */
    readonly perProcess: number;
  } | null;
}

/** The configuration that these settings describe; null without a token. */
export function toDiscord(values: Values): DiscordConfig | null {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl = null, DISCORD_SHARDS: count } = values;
  if (!token) return null;
  const { DISCORD_SHARDS_PER_PROCESS: perProcess = count } = values;
  return { token, apiUrl, shards: count && perProcess ? { count, perProcess } : null };
}
