import { SourceError } from '../core/source.ts';
import { displayAddress } from '../lib/address.ts';
import { type Feed, NotAFeedError, parseFeed } from './feed.ts';

/**
 * An answer as a feed. Rejects with a SourceError when it is none.
 * @param setting what a person checks then: "ARXIV_FEED_URL".
 */
export async function readFeed(text: string, url: string, setting: string): Promise<Feed> {
  try {
    return await parseFeed(text);
  } catch (cause) {
    if (!(cause instanceof NotAFeedError)) throw cause;
    const message = `The answer of ${displayAddress(url)} ${cause.message}: check ${setting}.`;
    throw new SourceError(message, { reached: true, cause });
  }
}
