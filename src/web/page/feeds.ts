import { createHash } from 'node:crypto';
import { generateAtomFeed, generateJsonFeed } from 'feedsmith';
import type { Hono } from 'hono';
import { reasonText } from '../../core/card.ts';
import { UNSET } from '../../core/channel.ts';
import type { News } from '../../core/match.ts';
import { plainText } from '../../core/message.ts';
import { QueryError } from '../../core/query/ast.ts';
import { formatQuery, queryKey } from '../../core/query/format.ts';
import type { Summarise } from '../../core/summary/summarise.ts';
import { DAY_MS } from '../../core/time.ts';
import { paperPath, withQuery } from './paths.ts';
import { type Questions, readQuery } from './questions.ts';
import type { Renderings } from './renderings.ts';
import type { PageDeps } from './view.ts';

const DAYS = 30;
/** The latest so many of them. */
const MOST_ENTRIES = 100;

const FORMATS = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: toAtom },
  json: { type: 'application/feed+json; charset=utf-8', write: toJson },
} as const;

type Format = keyof typeof FORMATS;

/** What both formats tell. */
interface FeedContents {
  /** The same for every spelling of the query, wherever the server stands. */
  readonly id: string;
  readonly title: string;
  /** The page that shows the same. */
  readonly page: string;
  readonly self: string;
  readonly updated: Date;
  readonly entries: readonly FeedEntry[];
}

interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly at: Date;
  readonly authors: readonly string[];
  readonly subjects: readonly string[];
  readonly text: string;
}

/** `/feed.atom?q=`, `/feed.json?q=`: the papers of the last 30 days that a query matches; without q, the newest most upvoted. */
export function addFeeds(
  app: Hono,
  deps: PageDeps,
  questions: Questions,
  renderings: Renderings,
): void {
  for (const format of ['atom', 'json'] as const)
    app.get(`/feed.${format}`, (c) => {
      const typed = (c.req.query('q') ?? '').trim();
      const query = typed === '' ? null : readQuery(typed);
      if (query instanceof QueryError) return c.text(`${query.message}\n`, 400);
      const base = deps.publicUrl ?? new URL(c.req.url).origin;
      const { type, write } = FORMATS[format];
      const render = async () => {
        const news = query
          ? await questions.since(query, daysAgo(DAYS, deps), MOST_ENTRIES)
          : await popular(deps);
        const names = query
          ? {
              key: queryKey(query),
              title: `Papers on ${formatQuery(query)}`,
              page: '/try',
              query: formatQuery(query),
            }
          : { key: '', title: 'Papers of the week', page: '/', query: '' };
        return write(await contentsOf(news, names, { base, format }, deps));
      };
      return renderings.answer(c, `${base} ${format} ${typed}`, render, type);
    });
}

function daysAgo(days: number, { now }: PageDeps): Date {
  return new Date(now().getTime() - days * DAY_MS);
}

async function popular(deps: PageDeps): Promise<News[]> {
  const period = { since: daysAgo(7, deps), until: new Date(deps.now().getTime() + 1) };
  const papers = await deps.storage.lists.mostUpvoted(period, MOST_ENTRIES);
  return papers.map((paper) => ({ paper, reasons: [] }));
}

interface Names {
  readonly key: string;
  readonly title: string;
  readonly page: string;
  readonly query: string;
}

async function contentsOf(
  news: readonly News[],
  { key, title, page, query }: Names,
  { base, format }: { readonly base: string; readonly format: Format },
  { summaries, storage }: PageDeps,
): Promise<FeedContents> {
  const latest = news.toSorted((a, b) => b.paper.listedAt.getTime() - a.paper.listedAt.getTime());
  const summarise = await summaries.of(
    latest.map((it) => it.paper),
    UNSET,
    storage,
  );
  const at = (path: string) => base + (query === '' ? path : withQuery(path, query));
  return {
    id: nameOf(`feed ${key}`),
    title,
    page: at(page),
    self: at(`/feed.${format}`),
    updated: latest[0]?.paper.listedAt ?? new Date(0),
    entries: latest.map((it) => entryOf(it, base, summarise)),
  };
}

function entryOf({ paper, reasons }: News, base: string, summarise: Summarise): FeedEntry {
  const { text } = summarise(paper);
  return {
    id: nameOf(paper.id),
    title: paper.title,
    url: base + paperPath(paper),
    at: paper.listedAt,
    authors: paper.authors,
    subjects: paper.categories,
    text: [text, ...reasons.map((it) => `${plainText(reasonText(it, text))}.`)].join('\n\n'),
  };
}

/** A name for good, as feeds want one: a UUID of version 8, RFC 9562, from a digest of what it names. */
function nameOf(what: string): string {
  const hex = createHash('sha256').update(`paper-route ${what}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`;
}

/** https://www.rfc-editor.org/rfc/rfc4287 */
function toAtom({ id, title, page, self, updated, entries }: FeedContents): string {
  return generateAtomFeed({
    id,
    title: { value: title },
    updated,
    generator: { text: 'Paper Route' },
    links: [
      { rel: 'self', href: self, type: 'application/atom+xml' },
      { rel: 'alternate', href: page, type: 'text/html' },
    ],
    authors: [{ name: 'Paper Route' }],
    entries: entries.map((it) => ({
      id: it.id,
      title: { value: it.title },
      updated: it.at,
      published: it.at,
      links: [{ rel: 'alternate', href: it.url, type: 'text/html' }],
      ...(it.authors.length > 0 ? { authors: it.authors.map((name) => ({ name })) } : {}),
      categories: it.subjects.map((term) => ({ term })),
      content: { type: 'text', value: it.text },
    })),
  });
}

/** https://www.jsonfeed.org/version/1.1/ */
function toJson({ title, page, self, entries }: FeedContents): string {
  const feed = generateJsonFeed({
    title,
    home_page_url: page,
    feed_url: self,
    language: 'en',
    items: entries.map((it) => ({
      id: it.id,
      title: it.title,
      url: it.url,
      content_text: it.text,
      date_published: it.at,
      authors: it.authors.map((name) => ({ name })),
      tags: [...it.subjects],
    })),
  });
  return JSON.stringify(feed, null, 1);
}
