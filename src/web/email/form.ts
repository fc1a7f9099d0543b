import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { QueryError } from '../../core/query/ast.ts';
import { MAIL_PATHS } from '../../core/reader.ts';
import { emailRequested } from '../../core/replies/mail.ts';
import { type DailySchedule, isTimeZone, readDays, readTime } from '../../core/schedule.ts';
import type { Readers } from '../../pipeline/readers.ts';
import { spans } from '../page/entry.ts';
import { document } from '../page/layout.ts';
import { withQuery } from '../page/paths.ts';
import { queryProblem, readQuery } from '../page/questions.ts';
import type { Html } from '../page/view.ts';
import { sameOrigin } from '../same-origin.ts';
import type { Visitors } from '../visitors.ts';

export interface FormDeps {
  readonly readers: Readers;
  /** When digests come where a reader says nothing else. */
  readonly digest: DailySchedule;
  readonly publicUrl: string | null;
  readonly visitors: Visitors;
}

/** Requests by one visitor in an hour: far below what all together may ask. */
const REQUESTS = 10;
const HOUR_S = 3_600;

/** `/email/subscribe?q=`: asks for a query's papers by mail. */
export function addForm(app: Hono, deps: FormDeps): void {
  app.use(MAIL_PATHS.subscribe, sameOrigin(deps.publicUrl));
  app.get(MAIL_PATHS.subscribe, (c) => c.html(formPage(typedAt(c, deps), null)));
  app.post(MAIL_PATHS.subscribe, deps.visitors.atMost(REQUESTS, HOUR_S), async (c) => {
    const typed = read(await c.req.parseBody(), deps.digest);
    const query = readQuery(typed.queries);
    if (query instanceof QueryError)
      return c.html(formPage(typed, queryProblem(typed.queries, query)), 422);
    const schedule = scheduleOf(typed, deps.digest);
    const outcome = await deps.readers.request({ ...typed, schedule });
    const { heading, lines } = emailRequested(outcome).message;
    if (outcome.kind !== 'asked') return c.html(formPage(typed, problem(spans(heading))), 422);
    return c.html(askedPage(spans(heading), lines.map(spans)));
  });
}

/** What stands in the form. */
interface Typed {
  readonly address: string;
  readonly queries: string;
  readonly rhythm: Rhythm;
  /** "09:00" */
  readonly time: string;
  readonly timeZone: string;
}

const RHYTHMS = { weekdays: 'On weekdays', daily: 'Every day', weekly: 'On Mondays' } as const;
type Rhythm = keyof typeof RHYTHMS;

function typedAt(c: Context, { digest }: FormDeps): Typed {
  const queries = (c.req.query('q') ?? '').trim();
  return { address: '', queries, rhythm: 'weekdays', time: digest.time, timeZone: digest.timeZone };
}

/** Whatever a browser would not have sent stands as it is usual. */
function read(body: Readonly<Record<string, unknown>>, digest: DailySchedule): Typed {
  const text = (name: string) => String(body[name] ?? '').trim();
  const [rhythm, time, timeZone] = [text('rhythm'), text('time'), text('zone')];
  return {
    address: text('address'),
    queries: text('q'),
    rhythm: Object.hasOwn(RHYTHMS, rhythm) ? (rhythm as Rhythm) : 'weekdays',
    time: readTime(time) ?? digest.time,
    timeZone: isTimeZone(timeZone) ? timeZone : digest.timeZone,
  };
}

function scheduleOf({ rhythm, time, timeZone }: Typed, digest: DailySchedule): DailySchedule {
  return { ...digest, time, timeZone, days: readDays(rhythm) ?? digest.days };
}

function problem(text: Html): Html {
  return html`<p class="panel error" role="alert"><strong>${text}</strong></p>`;
}

function formPage(typed: Typed, wrong: Html | null): Html {
  const main = html`<div class="heading"><h1>Papers by e-mail</h1></div>
<p class="lead">A mail asks you to confirm it first. Every mail after that has a link that ends it and erases your address.</p>
${wrong ?? ''}
<form class="panel fields" method="post" action="${MAIL_PATHS.subscribe}">
<label for="q">Papers on</label>
<input id="q" name="q" value="${typed.queries}" required maxlength="300" autocomplete="off" autocapitalize="none" spellcheck="false" class="typed">
<label for="address">Mailed to</label>
<input id="address" name="address" type="email" value="${typed.address}" required maxlength="254" autocomplete="email" placeholder="you@example.org">
<label for="rhythm">How often</label>
<select id="rhythm" name="rhythm">${Object.entries(RHYTHMS).map(([value, label]) =>
    option(value, label, typed.rhythm),
  )}</select>
<label for="time">At</label>
<input id="time" name="time" type="time" value="${typed.time}" required>
<label for="zone">Time zone</label>
<select id="zone" name="zone"${wrong ? '' : ' data-guess'}>${zones(typed.timeZone).map((zone) => option(zone, zone, typed.timeZone))}</select>
<span></span><button class="main">Mail me the confirmation</button>
</form>
${typed.queries ? html`<p><a href="${withQuery('/try', typed.queries)}">What it would have brought in the last 30 days</a></p>` : ''}`;
  return document({ title: 'Papers by e-mail', main });
}

/** Those that the runtime knows, with the one in use. */
function zones(used: string): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', used])].toSorted();
}

function option(value: string, label: string, chosen: string): Html {
  return html`<option value="${value}"${value === chosen ? ' selected' : ''}>${label}</option>`;
}

function askedPage(heading: Html, lines: readonly Html[]): Html {
  const main = html`<div class="heading"><h1>Look into your mailbox</h1></div>
<div class="panel" role="status"><p>${heading}</p>${lines.map((line) => html`<p>${line}</p>`)}</div>
<p><a href="/">The newest papers</a></p>`;
  return document({ title: 'Look into your mailbox', main });
}
