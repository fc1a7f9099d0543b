import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import { MAIL_PATHS } from '../core/reader.ts';
import { describeSchedule } from '../core/schedule.ts';
import type { Routes } from '../lib/routes.ts';
import type { Readers } from '../pipeline/readers.ts';

/** What is said to somebody who followed a link of a mail. */
interface Said {
  readonly status?: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** The label of the button that does it; without one, nothing is left to do. */
  readonly button?: string;
}

/**
 * The pages behind the links of a mail. Mail scanners follow links, so GET only shows a button; POST
 * acts at once, also that of a mail program (RFC 8058). A link that is used up says so.
 */
export function addReaderPages(routes: Routes, readers: Readers): void {
  const add = (path: string, show: Answer, act: Answer) =>
    routes.add(path, (request, response) => void serve({ request, response, show, act }));
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

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly show: Answer;
  readonly act: Answer;
}

async function serve({ request, response, show, act }: Visit): Promise<void> {
  const { method = '', url = '' } = request;
  const token = new URL(url, 'http://localhost').searchParams.get('token') ?? '';
  const answer = method === 'POST' ? act : show;
  if (!/^(GET|HEAD|POST)$/.test(method)) return send(response, NO_SUCH_METHOD);
  try {
    send(response, await answer(token));
  } catch {
    send(response, FAULT);
  }
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
      : `${waiting === 1 ? '1 paper matches' : `${waiting} papers match`} since yesterday.`;
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

/** The address holds the token: it goes to no other page, into no cache and no search engine. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

function send(response: ServerResponse, said: Said): void {
  response.writeHead(said.status ?? 200, HEADERS).end(pageOf(said));
}

function pageOf({ title, lines, button }: Said): string {
  const form = button ? html`<form method="post"><button>${button}</button></form>` : html``;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Paper Route</title>
</head>
<body>
<main>
<h1>${title}</h1>
${lines.map((line) => html`<p>${line}</p>\n`)}
${form}
</main>
</body>
</html>
`.toString();
}
