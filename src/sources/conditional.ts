import { z } from 'zod';
import { requestedAddress } from '../lib/address.ts';
import type { HttpResponse } from '../lib/http.ts';
import { fingerprint } from './fingerprint.ts';

/** What lets the next request ask "only if it has changed" (RFC 9110, section 13). */
export const validatorsSchema = z.object({
  /** Stands for the address they belong to: the ETag of another one says nothing. */
  address: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});

export type Validators = z.infer<typeof validatorsSchema>;

/** Request headers for an address; empty when nothing is known of it. */
export function conditionalHeaders(known: Validators | null, url: string): Record<string, string> {
  if (known?.address !== fingerprint(requestedAddress(url))) return {};
  return {
    ...(known.etag !== null && { 'if-none-match': known.etag }),
    ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
  };
}

/** What to remember of an answer; null when it can't be asked for conditionally. */
export function validatorsOf(response: HttpResponse, url: string): Validators | null {
  const etag = response.headers.get('etag');
  const lastModified = response.headers.get('last-modified');
  if (etag === null && lastModified === null) return null;
  return { address: fingerprint(requestedAddress(url)), etag, lastModified };
}
