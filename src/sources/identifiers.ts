import { createHash } from 'node:crypto';
import type { Identifier } from '../core/paper.ts';

/** "2203.01250" (since 2007, with four digits until 2014) or "hep-th/9901001", "math.GT/0309136" (before), with any version. */
const ARXIV_ID =
  /^(?<id>\d{4}\.\d{5}|(?:0[7-9]|1[0-4])\d\d\.\d{4}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v(?<version>\d+))?(?!\d)/i;

/** Pages that stand for one arXiv paper: host and path up to the id. */
const ARXIV_PAGES = [
  /^(?:[\w-]+\.)*arxiv\.org\/(?:abs|pdf|html|format|ps)\//i,
  /^(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\//i,
  /^(?:www\.)?alphaxiv\.org\/(?:abs|pdf|overview)\//i,
  /^(?:www\.)?tldr\.takara\.ai\/p\//i,
  /^(?:dx\.)?doi\.org\/10\.48550\/arxiv\./i,
];
/** Names of an arXiv paper that are no web address. */
const ARXIV_NAMES = [/^oai:arxiv\.org:/i, /^arxiv:\s*/i, /^(?:doi:\s*)?10\.48550\/arxiv\./i];

/** DOI Handbook, section 2.2: a prefix "10.", a registrant, a slash, anything. */
const DOI = /^10\.\d{4,9}(?:\.\d+)*\/[^\s"<>?#]+/;

/** A page with more links is a list of links, and not about the one work among them. */
const MOST_LINKS = 500;

export interface ArxivName {
  /** Without version: "2203.01250", "math/0309136". */
  readonly id: string;
  /** Null where the name gives none. */
  readonly version: number | null;
}

/** The arXiv paper that an address, a guid or a DOI certainly is; null for anything else. */
export function arxivName(name: string): ArxivName | null {
  const text = name.trim();
  const page = pagePath(text);
  const patterns = page === null ? ARXIV_NAMES : ARXIV_PAGES;
  for (const pattern of patterns) {
    const prefix = pattern.exec(page ?? text)?.[0];
    if (prefix !== undefined) return parseArxivId((page ?? text).slice(prefix.length));
  }
  return null;
}

/** Reads "2203.01250v3", a bare id; null when it has another form. */
export function parseArxivId(text: string): ArxivName | null {
  const found = ARXIV_ID.exec(text);
  if (!found?.groups) return null;
  const { id = '', version } = found.groups;
  return { id: withoutSubject(id.toLowerCase()), version: version ? Number(version) : null };
}

/** arXiv itself knows math.GT/0309136 as math/0309136. */
function withoutSubject(id: string): string {
  return id.replace(/^([a-z-]+)\.[a-z]{2}\//, '$1/');
}

/** The DOI in "10.1000/XYZ", "doi:10.1000/xyz" or "https://doi.org/10.1000/xyz", in lower case. */
export function doiOf(name: string): string | null {
  const page = pagePath(name.trim());
  const host = page === null ? /^doi:\s*/i : /^(?:dx\.)?doi\.org\//i;
  const text = page ?? name.trim();
  if (page !== null && !host.test(page)) return null;
  const found = DOI.exec(text.replace(host, ''))?.[0];
  if (found === undefined || isLong(found)) return null;
  return found.replace(/[.,;:)\]}]+$/, '').toLowerCase();
}

/**
 * A name as it can be kept: a long one by its digest. Feeds name their entries as they like, some
 * by a whole search with its parameters.
 */
export function keptName(name: string): string {
  return isLong(name) ? `sha256:${createHash('sha256').update(name).digest('hex')}` : name;
}

/**
 * Twice a name fits a row of PostgreSQL's indexes with this many bytes, of which it takes 2,704:
 * https://www.postgresql.org/docs/current/btree.html
 */
const LONGEST_NAME = 1_000;

function isLong(name: string): boolean {
  return Buffer.byteLength(name) > LONGEST_NAME;
}

/** What a name identifies: the arXiv paper before the DOI; null for anything else. */
export function identifierOf(name: string): Identifier | null {
  const arxiv = arxivName(name);
  if (arxiv) return `arxiv:${arxiv.id}`;
  const doi = doiOf(name);
  return doi ? `doi:${doi}` : null;
}

/** The different works that a text or a page links to, in the order of their first link. */
export function worksLinkedIn(text: string): Identifier[] {
  const addresses = text.matchAll(/https?:\/\/[^\s"'<>\\^`{|}]+/gi).take(MOST_LINKS);
  const works = addresses.map(([it]) => identifierOf(it.replaceAll('&amp;', '&')));
  return [...new Set(works.filter((it) => it !== null))];
}

/** "example.org/path" of an http(s) address, decoded; null when the text is none. */
function pagePath(text: string): string | null {
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  return url && url.host + decoded(url.pathname);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
