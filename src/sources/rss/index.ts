import { z } from 'zod';
import type { JsonValue, Source } from '../../core/source.ts';
import { displayAddress, requestedAddress } from '../../lib/address.ts';
import type { HttpClient } from '../../lib/http.ts';
import type { Log } from '../../lib/log.ts';
import {
  conditionalHeaders,
  type Validators,
  validatorsOf,
  validatorsSchema,
} from '../conditional.ts';
import { FEED_HEADERS } from '../feed.ts';
import { fingerprint } from '../fingerprint.ts';
import { readFeed } from '../read-feed.ts';
import { requestText } from '../request.ts';
import { parseEntries } from './parse.ts';

export interface RssOptions {
  /** The feed's address; user name and password in it are used and never shown. */
  readonly url: string;
  readonly http: HttpClient;
  readonly log: Log;
  /** What a person checks when it is no feed. */
  readonly setting?: string;
}

const stateSchema = z.object({ validators: validatorsSchema.nullable().catch(null) });

/** Any RSS or Atom feed, asked for conditionally. Two different addresses are two sources. */
export function createRss({
  url,
  http,
  log,
  setting = 'the address in RSS_FEEDS',
}: RssOptions): Source {
  const address = displayAddress(url);
  const name = nameOf(url);
  return {
    name,
    async fetch(request, signal) {
      const known = readState(request.state);
      const headers = { ...FEED_HEADERS, ...conditionalHeaders(known, url) };
      const response = await requestText(http, url, { headers, signal, now: request.now });
      if (response.status === 304) return { listings: [], state: request.state, silence: null };
      const feed = await readFeed(response.text, url, setting);
      const listings = await parseEntries(feed, {
        source: name,
        url: displayAddress(response.url),
      });
      const skipped = feed.entries.length - listings.length;
      if (skipped > 0) log.debug({ source: name, skipped }, 'skipped empty or repeated entries');
      const empty = { reason: `The feed ${address} is empty at present.`, expected: false };
      const silence = feed.entries.length === 0 ? empty : null;
      return { listings, state: { validators: validatorsOf(response, url) }, silence };
    },
  };
}

function readState(state: JsonValue): Validators | null {
  return stateSchema.nullable().catch(null).parse(state)?.validators ?? null;
}

/** "rss:https://example.org/feed"; a sign in place of what may not be shown keeps two feeds apart. */
function nameOf(url: string): string {
  const [shown, whole] = [displayAddress(url), requestedAddress(url)];
  return shown === whole ? `rss:${shown}` : `rss:${shown}#${fingerprint(whole).slice(0, 8)}`;
}
