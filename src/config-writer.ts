import { z } from 'zod';
import { address, secret, wholeNumber } from './config-values.ts';
import type { Budget } from './core/summary/store.ts';
import type { Secret } from './lib/secret.ts';

export interface WriterConfig {
  /** The address of an API like OpenAI's, without a slash at its end: "http://localhost:11434/v1". */
  readonly baseUrl: string;
  readonly model: string;
  /** Null where the API needs none. */
  readonly apiKey: Secret | null;
  /** What a day of UTC may cost. */
  readonly budget: Budget;
  /** How long one summary may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** The variables of the language model that writes summaries. */
export const WRITER_SHAPE = {
  SUMMARY_BASE_URL: address.optional(),
  SUMMARY_MODEL: z.string().optional(),
  SUMMARY_API_KEY: secret,
  SUMMARY_CALLS_PER_DAY: wholeNumber(1, 1_000_000).default(200),
  SUMMARY_TOKENS_PER_DAY: wholeNumber(10_000, 1_000_000_000).default(300_000),
  SUMMARY_TIMEOUT: wholeNumber(5, 600).default(30),
};

type Values = z.infer<z.ZodObject<typeof WRITER_SHAPE>>;

/** Null where no model is set up. */
export function toWriter(values: Values): WriterConfig | null {
  const { SUMMARY_BASE_URL: baseUrl, SUMMARY_MODEL: model } = values;
  if (!baseUrl || !model) return null;
  return {
    baseUrl,
    model,
    apiKey: values.SUMMARY_API_KEY ?? null,
    budget: { calls: values.SUMMARY_CALLS_PER_DAY, tokens: values.SUMMARY_TOKENS_PER_DAY },
    timeoutMs: values.SUMMARY_TIMEOUT * 1_000,
  };
}
