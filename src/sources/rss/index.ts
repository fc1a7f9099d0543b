import { z } from 'zod';
import { type JsonValue, type Source, SourceError } from '../../core/source.ts';
import { displayAddress } from '../../lib/address.ts';
import type { HttpClient } from '../../lib/http.ts';
import type { Log } from '../../lib/log.ts';
import {
  conditionalHeaders,
  type Validators,
  validatorsOf,
  validatorsSchema,
} from '../conditional.ts';
import { FEED_HEADERS, type Feed, NotAFeedError, parseFeed } from '../feed.ts';
import { requestText } from '../request.ts';
import { parseEntries } from './parse.ts';

export interface RssOptions {
  /** The feed's address; user name and password in it are used and never shown. */
  readonly url: string;
  readonly http: HttpClient;
  readonly log: Log;
}

const stateSchema = z.object({ validators: validatorsSchema.nullable() });

/** Any RSS or Atom feed, asked for conditionally. */
export function createRss({ url, http, log }: RssOptions): Source {
  const address = displayAddress(url);
  const name = `rss:${address}`;
  return {
    name,
    async fetch(request, signal) {
      const known = readState(request.state);
      const headers = { ...FEED_HEADERS, ...conditionalHeaders(known, url) };
      const response = await requestText(http, url, { headers, signal, now: request.now });
      if (response.status === 304) return { listings: [], state: request.state, silence: null };
      const feed = await readFeed(response.text, address);
      const listings = parseEntries(feed, { source: name, url: displayAddress(response.url) });
      const skipped = feed.entries.length - listings.length;
      if (skipped > 0) log.debug({ source: name, skipped }, 'skipped empty or repeated entries');
      const silence = feed.entries.length === 0 ? `The feed ${address} is empty at present.` : null;
      return { listings, state: { validators: validatorsOf(response, url) }, silence };
    },
  };
}

function readState(state: JsonValue): Validators | null {
  return stateSchema.nullable().catch(null).parse(state)?.validators ?? null;
}

async function readFeed(text: string, address: string): Promise<Feed> {
  try {
    return await parseFeed(text);
  } catch (cause) {
    if (!(cause instanceof NotAFeedError)) throw cause;
    const message = `The answer of ${address} ${cause.message}: check the address in RSS_FEEDS.`;
    throw new SourceError(message, { reached: true, cause });
  }
}
