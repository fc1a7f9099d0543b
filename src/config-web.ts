import { z } from 'zod';
import { flag, list, network, publicAddress, secret } from './config-values.ts';
import type { Secret } from './lib/secret.ts';

/** What the HTTP server shows, and to whom. */
export interface WebConfig {
  /** True when readers get the page. */
  readonly page: boolean;
  /** True when anybody who reaches the port may read /metrics. */
  readonly metrics: boolean;
  /** What an operator signs in with; null without. */
  readonly adminToken: Secret | null;
  /** The header by which the reverse proxy names an operator who has signed in there; null without. */
  readonly adminHeader: string | null;
  /** Addresses and networks of reverse proxies, whose headers are believed. */
  readonly trustedProxies: readonly string[];
  /** The https address by which the program is reached; null when unknown. */
  readonly publicUrl: string | null;
}

export const WEB_SHAPE = {
  PAGE: flag.default(false),
  METRICS: flag.default(false),
  ADMIN_TOKEN: secret.refine(
    (token) => token === undefined || token.reveal().length >= 16,
    'is shorter than 16 characters; make one with openssl rand -hex 16',
  ),
  ADMIN_HEADER: z
    .string()
    .regex(/^[A-Za-z][\w-]*$/, 'is not the name of a header; write for instance X-Forwarded-User')
    .optional(),
  TRUSTED_PROXIES: list.pipe(z.array(network)).default([]),
  PUBLIC_URL: publicAddress.optional(),
};

type Values = z.infer<z.ZodObject<typeof WEB_SHAPE>>;

/** The part of the configuration that concerns the pages. */
export function toWeb(values: Values): WebConfig {
  return {
    page: values.PAGE,
    metrics: values.METRICS,
    adminToken: values.ADMIN_TOKEN ?? null,
    adminHeader: values.ADMIN_HEADER ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    publicUrl: values.PUBLIC_URL ?? null,
  };
}
