import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../src/core/paper.ts';
import { readAbstract } from '../../../src/lib/abstract.ts';
import { cleanText } from '../../../src/lib/text.ts';
import { parseEntry, toListing } from '../../../src/sources/arxiv/parse.ts';
import { parseFeed } from '../../../src/sources/feed.ts';
import { parseItem } from '../../../src/sources/hugging-face/parse.ts';
import { parseEntries } from '../../../src/sources/rss/parse.ts';

/** What the services really sent; it lies beside the repository, not in it. */
const DATA = join(import.meta.dirname, '../../../../shared/data');

/** Signs of TeX that are the text's own: where they stand, and why. */
const BELONGS: readonly (readonly [RegExp, why: string])[] = [
  [/\$\d/g, 'an amount of money'],
  [/\bKV\$/g, 'how one paper writes "KV cache"'],
  [/130~400\$/g, 'an amount of money, with the dollar behind'],
  [/(?:min|∈ |of )\{[^{}]*\}/g, 'a set in a formula, a list of models'],
  [/Socratic-PRMBench\}/g, 'a brace that nothing opens'],
  [/\(2\.4x\}/g, 'a brace that nothing opens'],
  [/\{\+,-,x,sin,cos\}/g, 'a set of signs'],
  [/\{comm\.get_\w+\(\)\}/g, 'a program in Python'],
  [/@article\{.*/g, 'a reference for BibTeX'],
];

type Texts = Pick<Listing, 'title' | 'abstract' | 'authors' | 'machineSummary'>;

function files(folder: string, pattern: RegExp): string[] {
  const path = join(DATA, folder);
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.filter((name) => pattern.test(name)).map((name) => join(path, name));
}

/** Every text that still looks like TeX. */
function leftIn(listings: readonly Texts[]): string[] {
  const texts = listings.flatMap(({ title, abstract, authors, machineSummary }) => [
    title,
    abstract,
    machineSummary ?? '',
    ...authors,
  ]);
  return texts
    .map((text) => BELONGS.reduce((rest, [own]) => rest.replace(own, ''), text))
    .filter((text) => /[\\${}]/.test(text));
}

function corpus(): Texts[] {
  const [file = ''] = files('papers-corpus', /announcements\.json$/);
  const entries: { title: string; description: string; creator: string }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return entries.map(({ title, description, creator }) => ({
    title: cleanText(title),
    abstract: readAbstract(description).abstract,
    authors: [cleanText(creator)],
    machineSummary: null,
  }));
}

async function arxiv(file: string): Promise<Listing[]> {
  const { entries } = await parseFeed(readFileSync(file, 'utf8'));
  const named = entries.map(parseEntry).filter((it) => it !== null);
  return named.map((it) => toListing(it, 'cs.LG', it.published));
}

function huggingFace(file: string): Listing[] {
  const items: unknown[] = JSON.parse(readFileSync(file, 'utf8'));
  return items.map((it) => parseItem(it, expect.fail)).filter((it) => it !== null);
}

async function rss(file: string): Promise<Listing[]> {
  const feed = await parseFeed(readFileSync(file, 'utf8'));
  return parseEntries(feed, { source: 'rss:https://example.org', url: 'https://example.org' });
}

describe.skipIf(!existsSync(DATA))('No TeX is left (../shared/data, when it is there)', () => {
  it('in titles, abstracts and names of ten months of arXiv', () => {
    const papers = corpus();
    expect(papers.length).toBeGreaterThan(4000);
    expect(leftIn(papers)).toEqual([]);
  });

  const feeds = ['arxiv-feeds', 'arxiv-rss', 'arxiv-api-atom'].flatMap((it) => files(it, /\.xml$/));
  const known = feeds.filter((file) => !/error_|empty/.test(file));
  it.each(known.map((file) => [file.slice(DATA.length + 1), file]))('in %s', async (_, file) => {
    const listings = await arxiv(file ?? '');
    expect(listings.length).toBeGreaterThan(0);
    expect(leftIn(listings)).toEqual([]);
  });

  it('in what Hugging Face lists, nor in its summaries', () => {
    const listings = files('hf-daily-papers', /\.json$/).flatMap(huggingFace);
    expect(listings.some((it) => it.machineSummary)).toBe(true);
    expect(leftIn(listings)).toEqual([]);
  });

  it('in the posts of research blogs', async () => {
    for (const file of files('research-blogs-rss', /\.xml$/))
      expect(leftIn(await rss(file)), file).toEqual([]);
  });
});
