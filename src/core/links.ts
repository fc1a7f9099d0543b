import type { Link } from './message.ts';
import type { Listing, Paper } from './paper.ts';

/** Discord takes ten buttons a card: five known links, these, and three commands. */
const MOST_MORE = 2;
/** Sites of source code: github.com, gitlab.example.org, git.example.edu, anonymous.4open.science. */
const CODE_HOST =
  /^(?:(?:gist\.)?github\.com|(?:.+\.)?gitlab\.[a-z.]+|gitee\.com|bitbucket\.org|codeberg\.org|(?:git\.)?sr\.ht|git\..+|anonymous\.4open\.science)$/;

/** What an address leads to, by host and path; the first that fits names it. */
const LABELS: readonly (readonly [label: string, place: RegExp])[] = [
  [
    'Demo',
    /^(?:huggingface\.co\/spaces|[^/]+\.hf\.space|[^/]+\.gradio\.live|[^/]+\.streamlit\.app)\b/,
  ],
  ['Demo', /^(?:youtu\.be|youtube\.com|vimeo\.com)\//],
  [
    'Data',
    /^(?:huggingface\.co\/datasets|zenodo\.org|doi\.org\/10\.5281|osf\.io|figshare\.com|kaggle\.com\/datasets|opendatalab\.com)\b/,
  ],
  ['Model', /^huggingface\.co\/(?!(?:papers|docs|blog|collections|posts)\b)[^/]+\/[^/]+/],
];

/** The links of a paper to its code, its project and more. */
export type PaperLinks = Pick<Paper, 'codeUrl' | 'projectUrl' | 'moreLinks'>;

/**
 * The links that the listings of a paper give. What a listing says outright goes before an address
 * that stands in an abstract, whichever listing it is.
 * @param listings the most telling first.
 */
export function linksOf(
  listings: readonly Pick<Listing, 'url' | 'codeUrl' | 'projectUrl' | 'addresses'>[],
): PaperLinks {
  const own = new Set(listings.map((it) => placeOf(it.url)));
  const found = listings.flatMap((it) => it.addresses).filter((it) => !own.has(placeOf(it)));
  const said = (field: 'codeUrl' | 'projectUrl') =>
    listings.find((it) => it[field] !== null)?.[field] ?? null;
  const codeUrl = said('codeUrl') ?? found.find(isCode) ?? null;
  const projectUrl =
    said('projectUrl') ?? found.find((it) => !isCode(it) && purposeOf(it) === undefined) ?? null;
  return { codeUrl, projectUrl, moreLinks: others(found, [codeUrl, projectUrl]) };
}

function others(found: readonly string[], shown: readonly (string | null)[]): Link[] {
  const places = shown.flatMap((it) => (it === null ? [] : [placeOf(it)]));
  const more: Link[] = [];
  for (const url of found) {
    const place = placeOf(url);
    if (places.some((it) => place === it || place.startsWith(`${it}/`))) continue;
    places.push(place);
    more.push({ label: purposeOf(url) ?? hostOf(place), url });
  }
  return more.slice(0, MOST_MORE);
}

function isCode(url: string): boolean {
  return CODE_HOST.test(hostOf(placeOf(url)));
}

function purposeOf(url: string): string | undefined {
  const place = placeOf(url);
  return LABELS.find(([, pattern]) => pattern.test(place))?.[0];
}

/** Host and path in small letters, without "www.", ".git" and the last slash: alike for one page. */
function placeOf(url: string): string {
  const bare = url.toLowerCase().replace(/^https?:\/\/(?:www\.)?|[?#].*$/g, '');
  return bare.replace(/\/+$/, '').replace(/\.git$/, '');
}

function hostOf(place: string): string {
  return place.split(/[/:]/)[0] ?? place;
}
