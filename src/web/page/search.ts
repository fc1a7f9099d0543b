import type { Hono } from 'hono';
import { html } from 'hono/html';
import { UNSET } from '../../core/channel.ts';
import type { News } from '../../core/match.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import { paperList } from './entry.ts';
import { document } from './layout.ts';
import { withQuery } from './paths.ts';
import { type Questions, queryHints, queryProblem, readQuery, SEARCHED } from './questions.ts';
import type { Renderings } from './renderings.ts';
import type { Html, PageDeps } from './view.ts';

const SHOWN = 30;
const MOST_PAGES = 20;

/** `/search?q=`: all stored papers that a query matches, the latest first. */
export function addSearch(
  app: Hono,
  deps: PageDeps,
  questions: Questions,
  renderings: Renderings,
): void {
  app.get('/search', async (c) => {
    const typed = (c.req.query('q') ?? '').trim();
    const page = Number(c.req.query('page') ?? 1);
    if (!Number.isInteger(page) || page < 1 || page > MOST_PAGES) return c.notFound();
    if (typed === '') return c.redirect('/try');
    const render = () => renderSearch(typed, page, deps, questions);
    return renderings.answer(c, `search ${page} ${typed}`, render);
  });
}

async function renderSearch(
  typed: string,
  page: number,
  deps: PageDeps,
  questions: Questions,
): Promise<Html> {
  const query = readQuery(typed);
  const title = `Search: ${typed}`;
  if (query instanceof QueryError) {
    const main = html`<div class="heading"><h1>Search</h1></div>${queryProblem(typed, query)}
<p><a href="/try">How a query is written</a></p>`;
    return document({ title, typed, main });
  }
  const found = await questions.latest(query, page * SHOWN + 1);
  const shown = found.slice((page - 1) * SHOWN, page * SHOWN);
  const main = html`
<div class="heading"><h1>Papers on ${formatQuery(query)}</h1>
<p>The latest first</p></div>
<p><a href="${withQuery('/try', typed)}">Follow this query</a>: what it brings, and how to get it</p>
${queryHints(query, deps.sourceNames())}
${shown.length > 0 ? await resultList(shown, deps) : nothingFound(query)}
${steps(typed, page, found.length > page * SHOWN)}`;
  return document({ title, typed, feed: withQuery('/feed', typed), main });
}

async function resultList(found: readonly News[], { summaries, storage }: PageDeps): Promise<Html> {
  const papers = found.map((it) => it.paper);
  return paperList(found, await summaries.of(papers, UNSET, storage));
}

function nothingFound(query: Query): Html {
  return html`<p class="empty">None of the latest ${SEARCHED.toLocaleString('en')} papers that may match ${html`<code>${formatQuery(query)}</code>`} does. Fewer words find more.</p>`;
}

function steps(typed: string, page: number, hasMore: boolean): Html | string {
  if (page === 1 && !hasMore) return '';
  const to = (number: number) => `${withQuery('/search', typed)}&page=${number}`;
  return html`<nav class="steps" aria-label="More results">
${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">← Later papers</a>` : ''}
<span>Page ${page}</span>
${hasMore && page < MOST_PAGES ? html`<a rel="next" href="${to(page + 1)}">Earlier papers →</a>` : ''}</nav>`;
}
