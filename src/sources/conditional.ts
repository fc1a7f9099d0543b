import { z } from 'zod';
import { displayAddress } from '../lib/address.ts';
import type { HttpResponse } from '../lib/http.ts';

/** What lets the next request ask "only if it has changed" (RFC 9110, section 13). */
export const validatorsSchema = z.object({
  /** The address they belong to: another server's dates say nothing. */
  url: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});

export type Validators = z.infer<typeof validatorsSchema>;

/** Request headers for an address; empty when nothing is known of it. */
export function conditionalHeaders(known: Validators | null, url: string): Record<string, string> {
  if (known?.url !== displayAddress(url)) return {};
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
  return { url: displayAddress(url), etag, lastModified };
}
