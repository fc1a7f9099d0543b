import type { Listing } from '../../core/paper.ts';
import { readAbstract } from '../../lib/abstract.ts';
import { cleanText } from '../../lib/text.ts';
import type { FeedEntry } from '../feed.ts';
import { type ArxivName, arxivName, identifierOf } from '../identifiers.ts';
import { UNSAID } from '../listing.ts';

/** An entry of arXiv's feeds or API that names a paper. */
export interface Entry extends FeedEntry {
  readonly name: ArxivName;
}

/** "arXiv:2203.01250v3 Announce Type: replace-cross Abstract: …" */
const PREAMBLE = /^\s*arXiv:\S+\s+Announce Type:\s*([\w-]+)\s*(?:Abstract:)?\s*/i;
const NAME_SUFFIX = /^(?:jr|sr|i{1,3}|iv)\.?$/i;

/** Null for an entry without an arXiv id or a title. */
export function parseEntry(entry: FeedEntry): Entry | null {
  const names = [entry.id, ...entry.links.map((link) => link.href)];
  const name = names.map(arxivName).find((it) => it !== null);
  return name && entry.title.trim() !== '' ? { ...entry, name } : null;
}

/** "new", "cross", "replace" or "replace-cross", as the feed says it or as the version shows it. */
export function announcementOf(entry: Entry): string {
  const said = entry.announceType || PREAMBLE.exec(entry.texts[0] ?? '')?.[1];
  return said?.toLowerCase() ?? ((entry.name.version ?? 1) > 1 ? 'replace' : 'new');
}

/** "arxiv:cs.LG": the source of a category, as listings name it. */
export function sourceName(category: string): string {
  return `arxiv:${category}`;
}

/** An entry as a listing of its category. @param listedAt midnight of the batch's day. */
export function toListing(entry: Entry, category: string, listedAt: Date | null): Listing {
  const { id } = entry.name;
  const others = entry.names.map(identifierOf).filter((it) => it !== null);
  return {
    ...UNSAID,
    source: sourceName(category),
    entryId: id,
    identifiers: [...new Set([`arxiv:${id}`, ...others])],
    title: cleanText(entry.title),
    ...readAbstract((entry.texts[0] ?? '').replace(PREAMBLE, '')),
    authors: entry.authors.flatMap(splitAuthors),
    url: `https://arxiv.org/abs/${id}`,
    listedAt,
    categories: categoriesOf(entry),
  };
}

/** The feeds join the authors with commas; "Jr." is no author. */
function splitAuthors(joined: string): string[] {
  const names: string[] = [];
  for (const part of cleanText(joined).split(',')) {
    const name = part.trim();
    const last = names.pop();
    if (last !== undefined) names.push(NAME_SUFFIX.test(name) ? `${last}, ${name}` : last);
    if (name !== '' && (last === undefined || !NAME_SUFFIX.test(name))) names.push(name);
  }
  return names;
}

function categoriesOf(entry: Entry): string[] {
  const all = [entry.primaryCategory, ...entry.categories].map((it) => it.trim());
  return [...new Set(all.filter((it) => it !== ''))];
}
