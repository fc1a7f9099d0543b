import type { Hono } from 'hono';
import { html } from 'hono/html';
import { count } from '../../core/card.ts';
import { UNSET } from '../../core/channel.ts';
import { byHeat, TRENDING_DAYS } from '../../core/heat.ts';
import type { Paper } from '../../core/paper.ts';
import { DAY_MS } from '../../core/time.ts';
import { paperList } from './entry.ts';
import { document } from './layout.ts';
import { type CalendarPeriod, periodOf, readPeriod, type Span } from './periods.ts';
import type { Renderings } from './renderings.ts';
import type { Html, PageDeps } from './view.ts';

/** How many papers stand on one page of a list. */
const SHOWN = 50;
const MOST_PAGES = 40;
/** Whoever is not among so many most upvoted of two weeks is not the hottest of today. */
const CANDIDATES = 500;

/** `/`: the papers of a day, a week or a month, the most upvoted first; `/trending`. */
export function addFront(app: Hono, deps: PageDeps, renderings: Renderings): void {
  app.get('/', async (c) => {
    const asked = SPANS.find((span) => c.req.query(span) !== undefined) ?? 'day';
    const name = c.req.query(asked);
    const period =
      name === undefined || name === '' ? await newest(asked, deps) : readPeriod(asked, name);
    const page = Number(c.req.query('page') ?? 1);
    if (!period || !Number.isInteger(page) || page < 1 || page > MOST_PAGES) return c.notFound();
    const key = `${asked} ${period.name} ${page} ${name === undefined ? 'newest' : ''}`;
    return renderings.answer(c, key, () =>
      renderPeriod(period, page, name === undefined ? '/' : '', deps),
    );
  });
  app.get('/trending', (c) => renderings.answer(c, 'trending', () => renderTrending(deps)));
}

const SPANS = ['day', 'week', 'month'] as const;

/** The period of the newest listing day; of today while nothing is stored. */
async function newest(span: Span, { storage, now }: PageDeps): Promise<CalendarPeriod> {
  const latest = await storage.lists.latestBefore(new Date(now().getTime() + 1));
  return periodOf(span, latest ?? now());
}

async function renderPeriod(
  period: CalendarPeriod,
  page: number,
  here: string,
  deps: PageDeps,
): Promise<Html> {
  const { lists } = deps.storage;
  const papers = await lists.mostUpvoted(period, SHOWN, (page - 1) * SHOWN);
  const total = await lists.countListed(period);
  const main = html`
<div class="heading"><h1>${period.title}</h1>
${total > 0 ? html`<p>${count(total, 'paper')}, the most upvoted first</p>` : ''}</div>
${spanLinks(period)}
${papers.length > 0 ? await listOf(papers, deps) : await nothingListed(deps)}
${pageLinks(period, page, total)}
${await stepLinks(period, deps)}`;
  return document({ title: period.title, here, main });
}

async function renderTrending(deps: PageDeps): Promise<Html> {
  const until = new Date(deps.now().getTime() + DAY_MS);
  const since = new Date(deps.now().getTime() - TRENDING_DAYS * DAY_MS);
  const upvoted = await deps.storage.lists.mostUpvoted({ since, until }, CANDIDATES);
  const papers = byHeat(upvoted, deps.now()).slice(0, SHOWN);
  const main = html`
<div class="heading"><h1>Trending</h1>
<p>The most upvoted of the last ${TRENDING_DAYS} days; a vote counts half after three days</p></div>
${papers.length > 0 ? await listOf(papers, deps) : html`<p class="empty">No paper of the last ${TRENDING_DAYS} days has upvotes.</p>`}`;
  return document({ title: 'Trending', here: '/trending', main });
}

async function listOf(papers: readonly Paper[], { summaries, storage }: PageDeps): Promise<Html> {
  const summarise = await summaries.of(papers, UNSET, storage);
  return paperList(
    papers.map((paper) => ({ paper, reasons: [] })),
    summarise,
  );
}

async function nothingListed({ storage }: PageDeps): Promise<Html> {
  const isEmpty = (await storage.papers.count()) === 0;
  return html`<p class="empty">${isEmpty ? 'No papers are stored yet. They appear here once the sources were read.' : 'No paper was listed then.'}</p>`;
}

function spanLinks({ span, since }: CalendarPeriod): Html {
  return html`<nav class="spans" aria-label="Span of time"><ul>${SPANS.map((it) => {
    const { name } = periodOf(it, since);
    return html`<li><a href="/?${it}=${name}"${it === span ? html` aria-current="true"` : ''}>${LABELS[it]}</a></li>`;
  })}</ul></nav>`;
}

const LABELS = { day: 'Day', week: 'Week', month: 'Month' };

function pageLinks({ span, name }: CalendarPeriod, page: number, total: number): Html | string {
  const pages = Math.min(MOST_PAGES, Math.ceil(total / SHOWN));
  if (pages <= 1) return '';
  const link = (to: number, label: string) =>
    to >= 1 && to <= pages ? html`<a href="/?${span}=${name}&amp;page=${to}">${label}</a>` : '';
  return html`<nav class="steps" aria-label="More papers">${link(page - 1, 'Papers before')}
<span>Page ${page} of ${pages}</span>${link(page + 1, 'More papers')}</nav>`;
}

/** To the next periods in which something was listed. */
async function stepLinks(period: CalendarPeriod, { storage, now }: PageDeps): Promise<Html> {
  const before = await storage.lists.latestBefore(period.since);
  const after = await storage.papers.oldestSince(period.until);
  const earlier = before && periodOf(period.span, before);
  const later = after && after <= now() ? periodOf(period.span, after) : undefined;
  const link = (to: CalendarPeriod | undefined, rel: string, label: (title: string) => string) =>
    to ? html`<a rel="${rel}" href="/?${to.span}=${to.name}">${label(to.title)}</a>` : '';
  return html`<nav class="steps" aria-label="Other days">${link(earlier, 'prev', (it) => `← ${it}`)}
${link(later, 'next', (it) => `${it} →`)}</nav>`;
}
