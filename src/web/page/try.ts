import type { Hono } from 'hono';
import { html } from 'hono/html';
import { count } from '../../core/card.ts';
import { UNSET } from '../../core/channel.ts';
import { type Query, QueryError } from '../../core/query/ast.ts';
import { formatQuery } from '../../core/query/format.ts';
import { MAIL_PATHS } from '../../core/reader.ts';
import { type Outlook, outlookNumbers, type Suggestion } from '../../core/replies/outlook.ts';
import { paperList } from './entry.ts';
import { document, feedPath } from './layout.ts';
import { withQuery } from './paths.ts';
import { type Questions, queryHints, queryProblem, readQuery } from './questions.ts';
import type { Renderings } from './renderings.ts';
import type { Html, PageDeps } from './view.ts';

const SHOWN = 30;

/** `/try?q=`: what a query would have brought in the last 30 days, and how to follow it. */
export function addTry(
  app: Hono,
  deps: PageDeps,
  questions: Questions,
  renderings: Renderings,
): void {
  app.get('/try', (c) => {
    const typed = (c.req.query('q') ?? '').trim();
    return renderings.answer(c, `try ${typed}`, () => renderTry(typed, deps, questions));
  });
}

async function renderTry(typed: string, deps: PageDeps, questions: Questions): Promise<Html> {
  const query = typed === '' ? null : readQuery(typed);
  const { numbers, result } =
    query === null
      ? { numbers: '', result: examples() }
      : query instanceof QueryError
        ? { numbers: '', result: queryProblem(typed, query) }
        : await answer(typed, query, deps, questions);
  const main = html`
<div class="heading"><h1>Try a query</h1></div>
<p class="lead">Type what you would like to follow. Below stands what it would have brought in the last 30 days, and why.</p>
<form class="ask" action="/try">
<input name="q" value="${typed}" aria-label="Query" maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="grpo">
<button>Show papers</button>
</form>
<p class="lead" id="numbers" role="status">${numbers}</p>
<div id="result">${result}</div>`;
  const feed = query === null || query instanceof QueryError ? '/feed' : withQuery('/feed', typed);
  return document({ title: typed === '' ? 'Try a query' : typed, here: '/try', feed, main });
}

const EXAMPLES = [
  ['grpo', 'a word of titles, abstracts and keywords, in any number, and its long form'],
  ['"reward model" -diffusion', 'a phrase as it is written, without another word'],
  ['dpo OR grpo', 'either of them'],
  ['author:"Ada Byron"', 'by somebody'],
  ['title:survey category:cs.CL', 'a word of the title, in a category of arXiv'],
  ['agents upvotes>=20', 'once it has so many upvotes'],
  ['robot* has:code', 'the beginning of a word, where there is code'],
] as const;

function examples(): Html {
  return html`<div class="panel"><h2>How a query is written</h2><div class="wide" tabindex="0" role="region" aria-label="Examples"><table>
<thead><tr><th scope="col">You type</th><th scope="col">It finds</th></tr></thead>
<tbody>${EXAMPLES.map(
    ([query, meaning]) =>
      html`<tr><td><a href="${withQuery('/try', query)}"><code>${query}</code></a></td><td>${meaning}</td></tr>`,
  )}</tbody></table></div></div>`;
}

interface Answer {
  /** A line, which is all that is read out while somebody types. */
  readonly numbers: Html;
  readonly result: Html;
}

async function answer(
  typed: string,
  query: Query,
  deps: PageDeps,
  questions: Questions,
): Promise<Answer> {
  const outlook = await questions.outlook(query);
  const shown = outlook.examples.slice(0, SHOWN);
  const papers = shown.map((it) => it.paper);
  const summarise = await deps.summaries.of(papers, UNSET, deps.storage);
  const more = outlook.month - shown.length;
  const numbers = html`<b>${formatQuery(query)}</b>: ${outlookNumbers(outlook)} <a href="${withQuery('/search', typed)}">Search all papers</a>`;
  const result = html`
${queryHints(query, deps.sourceNames())}
${outlook.suggestion ? suggestion(outlook.suggestion) : ''}
${waysToFollow(outlook, deps.readers !== null)}
${shown.length > 0 ? paperList(shown, summarise) : html`<p class="empty">Nothing in the last 30 days.</p>`}
${more > 0 ? html`<p class="empty">And ${count(more, 'more paper')}.</p>` : ''}`;
  return { numbers, result };
}

function suggestion({ kind, query, month }: Suggestion): Html {
  return html`<p class="hint">${kind === 'narrower' ? 'Narrower' : 'Wider'}: <a href="${withQuery('/try', query)}"><code>${query}</code></a> (${count(month, 'paper')} in 30 days)</p>`;
}

/** How else to get what a query finds. */
function waysToFollow({ query }: Outlook, byMail: boolean): Html {
  const command = `/subscribe ${query}`;
  const feed = withQuery('/feed', query);
  return html`<section class="panel" aria-labelledby="follow"><h2 id="follow">Follow it</h2><ul class="ways">
<li><span>In Slack or Discord</span><code>${command}</code><button type="button" class="copy" hidden data-text="${command}">Copy</button></li>
${byMail ? html`<li><span>By e-mail</span><a href="${withQuery(MAIL_PATHS.subscribe, query)}">Daily or weekly, to your mailbox</a></li>` : ''}
<li><span>As a feed</span><a href="${feedPath(feed, 'atom')}">Atom</a><a href="${feedPath(feed, 'json')}">JSON Feed</a></li></ul></section>`;
}
