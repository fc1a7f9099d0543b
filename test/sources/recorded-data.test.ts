import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Listing } from '../../src/core/paper.ts';
import type { FetchResult, Source } from '../../src/core/source.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createArxiv, createPoliteness } from '../../src/sources/arxiv/index.ts';
import { parseEntry, toListing } from '../../src/sources/arxiv/parse.ts';
import { parseFeed } from '../../src/sources/feed.ts';
import { createHuggingFace } from '../../src/sources/hugging-face/index.ts';
import { createRss } from '../../src/sources/rss/index.ts';
import { type LoopbackServer, startServer, testHttp } from '../support/feeds/server.ts';

/** What the services really sent; it lies beside the repository, not in it. */
const DATA = join(import.meta.dirname, '../../../shared/data');
const TAG = /<\/?(?:p|br|b|i|em|strong|a|div|span|img|su[bp]|li|[uo]l|t[dr]|svg|path|h\d)\b[^>]*>/i;
const ENTITY = /&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);/i;

const http = testHttp({ maxBytes: 20_000_000, timeoutMs: 20_000 });
const log = silentLog();

function files(folder: string, pattern: RegExp): string[] {
  const path = join(DATA, folder);
  return existsSync(path) ? readdirSync(path).filter((name) => pattern.test(name)) : [];
}

function content(folder: string, file: string): string {
  return readFileSync(join(DATA, folder, file), 'utf8');
}

function fetch(source: Source, now: string): Promise<FetchResult> {
  const request = { since: null, state: null, now: new Date(now) };
  return source.fetch(request, new AbortController().signal);
}

/** The ids of what is announced as new or cross-listed, by a pattern and not by our own parser. */
function newWorks(xml: string): Set<string> {
  const entries = xml.split(/<(?:item|entry)>/).slice(1);
  const wanted = entries.filter((it) => /announce_type>(?:new|cross)</.test(it));
  return new Set(wanted.map((it) => /oai:arXiv\.org:([\d.]+)v/.exec(it)?.[1] ?? ''));
}

function expectPlain(listings: readonly Listing[]): void {
  for (const it of listings) {
    for (const text of [it.title, it.abstract, it.machineSummary ?? '', ...it.authors]) {
      expect(text).not.toMatch(TAG);
      expect(text).not.toMatch(ENTITY);
      expect(text).toBe(text.replace(/\s+/g, ' ').trim());
    }
    expect(it.title).not.toBe('');
  }
}

describe.skipIf(!existsSync(DATA))(
  'What the services really sent (../shared/data, when it is there)',
  () => {
    let server: LoopbackServer;
    beforeAll(async () => {
      server = await startServer(({ url }) => {
        const [, folder = '', file = ''] = url.pathname.split('/').map(decodeURIComponent);
        return { body: content(folder, file) };
      });
    });
    afterAll(() => server.close());

    /** The category whose feed is this file: the rest of the path is left to the server to ignore. */
    function category(folder: string, file: string): Source {
      return createArxiv({
        category: /cs\.[A-Z]{2}/.exec(file)?.[0] ?? 'zz',
        feedUrl: `${server.origin}/${folder}/${file}`,
        apiUrl: `${server.origin}/none`,
        http,
        politeness: createPoliteness({ intervalMs: 1 }),
        includeReplacements: false,
        log,
      });
    }

    const arxivFiles = ['arxiv-feeds', 'arxiv-rss'].flatMap((folder) =>
      files(folder, /\.xml$/).map((file) => [folder, file] as const),
    );

    it.each(arxivFiles.filter(([, file]) => /\d{4}-\d\d-\d\d/.test(file)))(
      'is read from %s/%s',
      async (folder, file) => {
        const xml = content(folder, file);
        const wanted = newWorks(xml);
        const day = /\d{4}-\d\d-\d\d/.exec(file)?.[0];
        const { listings, silence } = await fetch(category(folder, file), `${day}T12:00:00Z`);
        expect(listings).toHaveLength(wanted.size);
        expect(silence).toBeNull();
        expectPlain(listings);
        for (const it of listings) {
          expect(it.listedAt).toEqual(new Date(`${day}T04:00:00Z`));
          expect(it.abstract).not.toMatch(/Announce Type|^Abstract:/);
          expect(it.abstract.length).toBeGreaterThan(20);
          expect(it.authors.length).toBeGreaterThan(0);
          expect(it.identifiers[0]).toMatch(/^arxiv:\d{4}\.\d{5}$/);
        }
      },
    );

    it.each(arxivFiles.filter(([, file]) => file.includes('weekend')))(
      'is an empty weekend in %s/%s, and stale when Monday comes',
      async (folder, file) => {
        const built = new Date(/<lastBuildDate>(.+?)</.exec(content(folder, file))?.[1] ?? '');
        const { listings, silence } = await fetch(category(folder, file), built.toISOString());
        expect(listings).toEqual([]);
        expect(silence?.reason).toBe('arXiv announces nothing on Saturdays and Sundays.');
        const monday = new Date(built.getTime() + 60 * 3_600_000).toISOString();
        expect((await fetch(category(folder, file), monday)).silence?.reason).toContain('stale');
      },
    );

    it.each(arxivFiles.filter(([, file]) => file.startsWith('error')))(
      'is an error that says so in %s/%s',
      async (folder, file) => {
        const fetching = fetch(category(folder, file), '2026-11-24T12:00:00Z');
        await expect(fetching).rejects.toThrow(
          /says "Bad archive 'zz'.* Correct ARXIV_CATEGORIES\.$/,
        );
      },
    );

    it.each(files('arxiv-api-atom', /\.xml$/))('is read from arxiv-api-atom/%s', async (file) => {
      const xml = content('arxiv-api-atom', file);
      const entries = (await parseFeed(xml)).entries.map(parseEntry).filter((it) => it !== null);
      const listings = entries.map((it) => toListing(it, 'cs.LG', it.published));
      expect(listings).toHaveLength(xml.match(/<entry>/g)?.length ?? 0);
      expect(listings.flatMap((it) => it.authors)).toHaveLength(
        xml.match(/<author>/g)?.length ?? 0,
      );
      expect(listings.map((it) => it.categories[0])).toEqual(
        [...xml.matchAll(/primary_category term="(.+?)"/g)].map((match) => match[1]),
      );
      expectPlain(listings);
    });

    it.each(files('hf-daily-papers', /\.json$/))(
      'is read from hf-daily-papers/%s',
      async (file) => {
        const endpoint = `${server.origin}/hf-daily-papers/${file}`;
        const day = /\d{4}-\d\d-\d\d/.exec(file)?.[0];
        const { listings, silence } = await fetch(
          createHuggingFace({ endpoint, http, log }),
          `${day}T20:00:00Z`,
        );
        expect(listings).toHaveLength(JSON.parse(content('hf-daily-papers', file)).length);
        expect(silence).toBeNull();
        expectPlain(listings);
        for (const it of listings) expect(it.listedAt).toEqual(new Date(`${day}T00:00:00Z`));
        expect(listings.some((it) => it.codeUrl?.startsWith('https://github.com/'))).toBe(true);
      },
    );

    it.each(files('research-blogs-rss', /\.xml$/))(
      'is read from research-blogs-rss/%s',
      async (file) => {
        const xml = content('research-blogs-rss', file);
        const url = `${server.origin}/research-blogs-rss/${file}`;
        const { listings } = await fetch(createRss({ url, http, log }), '2026-05-01T12:00:00Z');
        expect(listings).toHaveLength(xml.match(/<(?:item|entry)>/g)?.length ?? 0);
        expectPlain(listings);
        for (const it of listings) {
          expect(it.listedAt).not.toBeNull();
          expect(it.abstract.length).toBeLessThanOrEqual(5000);
        }
      },
    );
  },
);
