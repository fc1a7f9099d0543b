import { createHash } from 'node:crypto';

/**
 * What different spellings of a feed's address have in common: http or https, "www.", a slash at
 * the end, user name and fragment make no other feed.
 */
export function feedKey(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  const host = url.host.replace(/^www\./, '').replace(/\.$/, '');
  return `${host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

/** How a button names a feed, whose address may be long, or not for showing: "#1a2b3c4d5e6f". */
export function feedReference(address: string): string {
  return `#${createHash('sha256').update(address).digest('hex').slice(0, 12)}`;
}

/**
 * A typed address as one of the web: without the brackets and the label that chats put around it,
 * and with https:// when nothing is said.
 */
export function typedAddress(typed: string): string {
  const bare = typed.trim().replace(/^<([^<>|]*)(?:\|[^<>]*)?>$/, '$1');
  return /^[a-z][a-z+.-]*:/i.test(bare) && !/^[^/]*:\d+(?:\/|$)/.test(bare)
    ? bare
    : `https://${bare}`;
}
