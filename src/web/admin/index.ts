import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Counts, DayCounts } from '../../core/overview.ts';
import { DAY_MS } from '../../core/time.ts';
import { document } from '../page/layout.ts';
import type { Html, PageDeps } from '../page/view.ts';
import { sameOrigin } from '../same-origin.ts';
import { chart, chartSince } from './chart.ts';
import type { Gate } from './gate.ts';
import {
  channelTable,
  deliveryTable,
  type Moment,
  retryForm,
  sourceTable,
  subscriptionTable,
} from './tables.ts';

export interface AdminDeps extends PageDeps {
  readonly gate: Gate;
  /** When the sources are read next; null while unknown. */
  readonly nextPoll: () => Date | null;
  /** Called when something may be sent. */
  readonly wake: () => void;
}

const LISTED = 50;
const SUBSCRIPTIONS = 50;
/** Guesses of a token by one address in a minute. */
const SIGN_INS = 10;
/** Counting 90 days again takes its time: not more often than this, in milliseconds. */
const CHART_MS = 300_000;

/** `/admin`: what the bot does, for its operator. */
export function addAdmin(app: Hono, deps: AdminDeps): void {
  const { gate, storage, now, visitors, publicUrl } = deps;
  const days = createDays(deps);
  app.use('/admin/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.use('/admin/*', sameOrigin(publicUrl));
  app.use('/admin/sign-in', visitors.atMost(SIGN_INS));
  app.post('/admin/sign-in', async (c) => {
    const { token } = await c.req.parseBody();
    if (await gate.signIn(c, String(token ?? '').trim())) return c.redirect('/admin', 303);
    return c.html(signInPage('That is not the token of ADMIN_TOKEN.'), 403);
  });
  app.post('/admin/sign-out', (c) => {
    gate.signOut(c);
    return c.redirect('/admin', 303);
  });
  app.use(
    '/admin/*',
    gate.only((c) => refuse(c, gate)),
  );
  app.post('/admin/retry', async (c) => {
    const { id } = await c.req.parseBody();
    const only = id === 'all' ? undefined : String(id ?? '');
    const retried = await storage.deadLetters.retry(now(), only);
    deps.wake();
    return c.redirect(`/admin?retried=${retried}`, 303);
  });
  app.get('/admin', async (c) => {
    const page = Math.max(1, Math.floor(Number(c.req.query('page') ?? 1)) || 1);
    return c.html(renderAdmin(await days(), c.req.query('retried'), page, deps));
  });
}

function refuse(c: Context, gate: Gate): Response | Promise<Response> {
  if (gate.hasToken) return c.html(signInPage(null), 401);
  return c.text('The reverse proxy named no operator: sign in there.\n', 403);
}

function signInPage(problem: string | null): Html {
  const main = html`<div class="heading"><h1>For the operator</h1></div>
${problem ? html`<p class="panel error" role="alert"><strong>${problem}</strong></p>` : ''}
<form class="ask" method="post" action="/admin/sign-in">
<input type="password" name="token" aria-label="Token" autocomplete="current-password" required placeholder="The token of ADMIN_TOKEN">
<button>Sign in</button></form>`;
  return document({ title: 'Sign in', main });
}

/** The days of the chart, counted every five minutes at most. */
function createDays({ storage, now }: AdminDeps): () => Promise<readonly DayCounts[]> {
  let counted: Promise<readonly DayCounts[]> | undefined;
  let at = 0;
  return () => {
    if (counted && now().getTime() - at < CHART_MS) return counted;
    at = now().getTime();
    counted = storage.overview.days(chartSince(now()));
    counted.catch(() => {
      counted = undefined;
    });
    return counted;
  };
}

async function renderAdmin(
  days: readonly DayCounts[],
  retried: string | undefined,
  page: number,
  deps: AdminDeps,
): Promise<Awaited<Html>> {
  const { storage, now, sourceNames } = deps;
  const { overview } = storage;
  const counts = await overview.counts(now());
  const sources = await Promise.all(sourceNames().map((name) => storage.sources.get(name)));
  const monthAgo = new Date(now().getTime() - 30 * DAY_MS);
  const lines = await overview.subscriptions(monthAgo, (page - 1) * SUBSCRIPTIONS, SUBSCRIPTIONS);
  const { timeZone } = deps.digest;
  const moment = momentIn(timeZone);
  const main = html`<div class="heading"><h1>For the operator</h1><p>Times are those of ${timeZone}</p></div>
${retried === undefined ? '' : html`<p class="panel" role="status">${Number(retried) || 0} back in the queue.</p>`}
${tiles(counts, moment)}
${chart(days, now())}
${sourceTable(sources, deps.nextPoll(), now(), moment)}
${deliveryTable(await overview.undelivered(LISTED), moment)}
${counts.failed > 1 ? retryForm('all', 'Retry all that was given up', `Retry all ${counts.failed}`) : ''}
${channelTable(await overview.pausedChannels(now(), LISTED), moment)}
${subscriptionTable(lines)}
${subscriptionSteps(page, counts.subscriptions)}
${deps.gate.hasToken ? html`<form method="post" action="/admin/sign-out"><button>Sign out</button></form>` : ''}`;
  return document({ title: 'Operator', main });
}

function tiles(counts: Counts, moment: Moment): Html {
  const tile = (number: number, label: Html | string, isBad = false) =>
    html`<li class="${isBad ? 'bad' : ''}"><b>${number.toLocaleString('en')}</b> ${label}</li>`;
  const since = counts.waitingSince ? html`, since ${moment(counts.waitingSince)}` : '';
  return html`<ul class="tiles">
${tile(counts.papers, 'papers')}${tile(counts.channels, 'channels')}
${tile(counts.subscriptions, 'subscriptions')}
${tile(counts.pending + counts.sending, html`deliveries wait${since}`)}
${tile(counts.failed, 'given up', counts.failed > 0)}
${tile(counts.paused, 'channels refused', counts.paused > 0)}</ul>`;
}

function subscriptionSteps(page: number, total: number): Html | string {
  const pages = Math.ceil(total / SUBSCRIPTIONS);
  if (pages <= 1) return '';
  const link = (to: number, label: string) =>
    to >= 1 && to <= pages ? html`<a href="/admin?page=${to}">${label}</a>` : '';
  return html`<nav class="steps" aria-label="Subscriptions">${link(page - 1, '← Earlier')}
<span>Page ${page} of ${pages}</span>${link(page + 1, 'Later →')}</nav>`;
}

/** Sweden writes dates as 2026-11-24 10:00. */
function momentIn(timeZone: string): Moment {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, dateStyle: 'short', timeStyle: 'short' },
  });
  return (date) => (date ? html`<span class="moment">${format.format(date)}</span>` : '–');
}
