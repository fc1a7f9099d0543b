import { html } from 'hono/html';
import PQueue from 'p-queue';
import type { News } from '../../core/match.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { pointAt } from '../../core/query/caret.ts';
import { parseQuery } from '../../core/query/parser.ts';
import { hintsFor } from '../../core/replies/hints.ts';
import type { Outlook } from '../../core/replies/outlook.ts';
import { lookOut } from '../../pipeline/outlook.ts';
import { matching, type PreviewDeps } from '../../pipeline/preview.ts';
import { spans } from './entry.ts';
import type { Html, PageDeps } from './view.ts';

/** More than so many wait for no answer: the bot's own work goes first. */
const MOST_WAITING = 20;
/** A search looks at so many papers that may match, the latest; ours. */
export const SEARCHED = 5_000;

/** What readers ask of the archive, one question after the other, so that the bot's work goes on beside them. */
export interface Questions {
  /** What a query would have brought in the last 30 days. */
  outlook(query: Query): Promise<Outlook>;
  /** The latest papers listed since a moment that a query matches, so many at most. */
  since(query: Query, moment: Date, most: number): Promise<News[]>;
  /** The latest papers of the whole archive that a query matches, so many at most. */
  latest(query: Query, most: number): Promise<News[]>;
}

/** @throws {BusyError} from each question, when too many wait. */
export function createQuestions({ storage, abbreviations, now }: PageDeps): Questions {
  const queue = new PQueue({ concurrency: 1 });
  const deps: PreviewDeps = { stores: storage, abbreviations };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (queue.size >= MOST_WAITING) throw new BusyError();
    return queue.add(work);
  };
  return {
    outlook: (query) => inTurn(() => lookOut(query, now(), deps)),
    since: (query, moment, most) => inTurn(() => first(most, matching(query, moment, deps))),
    latest: (query, most) =>
      inTurn(() => first(most, matching(query, new Date(0), deps, SEARCHED))),
  };
}

/** Too many questions wait already. */
export class BusyError extends Error {
  constructor() {
    super('Many are asking at this moment. Ask again in a minute.');
    this.name = 'BusyError';
  }
}

/** Looks for no more than it takes. */
async function first(most: number, news: AsyncIterable<News>): Promise<News[]> {
  const taken: News[] = [];
  for await (const it of news) {
    taken.push(it);
    if (taken.length === most) break;
  }
  return taken;
}

/** Reads what was typed; what is wrong with it in place of a query that can't be read. */
export function readQuery(typed: string): Query | QueryError {
  try {
    return parseQuery(typed);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** What is wrong with a query, and where. */
export function queryProblem(typed: string, error: QueryError): Html {
  const [line, caret] = pointAt(typed, error.position);
  return html`<div class="panel error" role="alert">
<p><strong>This query can’t be read.</strong> ${error.message}</p>
${error.whole ? '' : html`<pre tabindex="0" aria-label="Where it is, at sign ${error.position + 1}">${line}\n<b>${caret}</b></pre>`}
</div>`;
}

/** What to say about a query that is hardly meant like that. */
export function queryHints(query: Query, sourceNames: readonly string[]): Html {
  return html`${hintsFor(query, sourceNames).map((it) => html`<p class="hint">${spans(it)}</p>`)}`;
}
