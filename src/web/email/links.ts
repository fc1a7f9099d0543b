import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { MAIL_PATHS } from '../../core/reader.ts';
import { describeSchedule } from '../../core/schedule.ts';
import type { Log } from '../../lib/log.ts';
import type { Readers } from '../../pipeline/readers.ts';
import { plainDocument } from '../page/layout.ts';

/** What is said to somebody who followed a link of a mail. */
interface Said {
  readonly status?: ContentfulStatusCode;
  readonly title: string;
  readonly lines: readonly string[];
  /** The label of the button that does it; without one, nothing is left to do. */
  readonly button?: string;
}

export interface LinksDeps {
  readonly readers: Readers;
  readonly log: Log;
  /** True where there is a page for readers. */
  readonly hasHome: boolean;
}

/**
 * The pages behind the links of a mail. Mail scanners follow links, so GET only shows a button; POST
 * acts at once, also that of a mail program (RFC 8058): who has the token may. A link that is used
 * up says so.
 */
export function addLinks(app: Hono, deps: LinksDeps): void {
  const { readers } = deps;
  const add = (path: string, show: Answer, act: Answer) => {
    app.get(path, (c) => answer(c, show, deps));
    app.post(path, (c) => answer(c, act, deps));
    app.all(path, (c) => answer(c, async () => NO_SUCH_METHOD, deps));
  };
  add(
    MAIL_PATHS.confirm,
    async (token) => askToConfirm(await readers.requested(token)),
    async (token) => confirmed(await readers.confirm(token)),
  );
  add(
    MAIL_PATHS.unsubscribe,
    async (token) => askToUnsubscribe(await readers.reader(token)),
    async (token) => {
      await readers.unsubscribe(token);
      return UNSUBSCRIBED;
    },
  );
}

type Answer = (token: string) => Promise<Said>;

/** The address holds the token: it goes into no cache and no search engine. */
async function answer(c: Context, give: Answer, { log, hasHome }: LinksDeps): Promise<Response> {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex');
  const said = await give(c.req.query('token') ?? '').catch((error) => {
    log.error({ err: error, path: c.req.path }, 'the link of a mail could not be followed');
    return FAULT;
  });
  return c.html(pageOf(said, hasHome), said.status ?? 200);
}

const NO_SUCH_METHOD: Said = { status: 405, title: 'This page takes GET and POST', lines: [] };
const FAULT: Said = {
  status: 503,
  title: 'That did not work',
  lines: ['Nothing was changed. Try again in a minute.'],
};
const USED_UP: Said = {
  status: 404,
  title: 'This link is used up',
  lines: ['It was used before, or it is more than two days old. Subscribe again for a new one.'],
};
const UNSUBSCRIBED: Said = {
  title: 'You are unsubscribed',
  lines: ['No more papers are mailed to you, and your address was erased.'],
};

function askToConfirm(asked: Awaited<ReturnType<Readers['requested']>>): Said {
  if (!asked) return USED_UP;
  return {
    title: 'New papers by mail',
    lines: [
      `Papers on ${asked.queries.join(', ')} are mailed to ${asked.address}, ${describeSchedule(asked.schedule)}.`,
    ],
    button: 'Yes, mail me these papers',
  };
}

function confirmed(followed: Awaited<ReturnType<Readers['confirm']>>): Said {
  if (!followed) return USED_UP;
  const { address, queries, schedule, waiting } = followed;
  const found =
    waiting === 0
      ? 'Nothing since yesterday matches yet.'
      : `${waiting === 1 ? '1 paper matches' : `${waiting} papers match`} since yesterday: a mail is on its way.`;
  return {
    title: 'Done',
    lines: [
      `Papers on ${queries.join(', ')} are mailed to ${address}, ${describeSchedule(schedule)}. ${found}`,
      'Every mail has a link that ends it.',
    ],
  };
}

function askToUnsubscribe(entry: Awaited<ReturnType<Readers['reader']>>): Said {
  if (!entry) return UNSUBSCRIBED;
  return {
    title: 'Unsubscribe',
    lines: [`${entry.address} gets papers on ${entry.queries.join(', ')}.`],
    button: 'Send me no more papers',
  };
}

function pageOf({ title, lines, button }: Said, hasHome: boolean) {
  const main = html`<div class="panel letter"><h1>${title}</h1>
${lines.map((line) => html`<p>${line}</p>\n`)}
${button ? html`<form method="post"><button class="main">${button}</button></form>` : ''}</div>`;
  return plainDocument({ title, main, hasHome });
}
