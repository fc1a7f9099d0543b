import type { Hono } from 'hono';
import { html } from 'hono/html';
import { byline, count, formatDay, makeCard } from '../../core/card.ts';
import { UNSET } from '../../core/channel.ts';
import { type Paper, sourceLabel } from '../../core/paper.ts';
import type { PaperListing } from '../../core/paper-lists.ts';
import { linkLine, machineMark } from './entry.ts';
import { document } from './layout.ts';
import { paperPath, readPaperPath, withQuery } from './paths.ts';
import type { Renderings } from './renderings.ts';
import type { Html, PageDeps } from './view.ts';

/** `/paper/2402.03300`: all that is known of a paper, and in how many channels it was posted. */
export function addPaper(app: Hono, deps: PageDeps, renderings: Renderings): void {
  app.get('/paper/:name{.+}', async (c) => {
    const identifier = readPaperPath(c.req.param('name'));
    const paper = identifier && (await deps.storage.papers.find(identifier));
    if (!paper) return c.notFound();
    const path = paperPath(paper);
    if (c.req.path !== path) return c.redirect(path, 301);
    return renderings.answer(c, path, () => renderPaper(paper, deps));
  });
}

async function renderPaper(paper: Paper, { storage, summaries }: PageDeps): Promise<Html> {
  const card = makeCard(paper, [], await summaries.of([paper], UNSET, storage));
  const listings = await storage.lists.listingsOf(paper.id);
  const posted = await storage.posts.countChannels(paper.id);
  const main = html`<article class="paper">
<h1>${paper.title}</h1>
<p class="authors">${paper.authors.length > MOST_NAMED ? byline(paper.authors) : authors(paper)}</p>
<p class="facts">${card.facts.map((it) => html`<span>${it}</span> `)}</p>
<p class="facts">${linkLine(linksOf(paper, card.links))}</p>
<p class="abstract">${paper.abstract}</p>
${card.machineWritten ? html`<h2>Summary</h2><p class="summary">${card.summary}${machineMark(card)}</p>` : ''}
${keywords(paper)}
<h2>Listed</h2>
<ul>${listings.map(listed)}</ul>
<p class="facts">${posted > 0 ? `Posted in ${count(posted, 'channel')} by this bot` : 'Not posted in any channel by this bot'}</p>
</article>`;
  return document({ title: paper.title, main });
}

/** Longer lists of authors are cut as on a card. */
const MOST_NAMED = 40;

function authors(paper: Paper): Html {
  return html`${paper.authors.map(
    (name, place) =>
      html`${place > 0 ? ', ' : ''}<a href="${withQuery('/search', `author:"${name.replaceAll('"', '')}"`)}">${name}</a>`,
  )}`;
}

/** A paper of a feed has no link of its own but its title's. */
function linksOf(paper: Paper, links: ReturnType<typeof makeCard>['links']) {
  return links.length > 0 ? links : [{ label: 'The entry', url: paper.url }];
}

function keywords({ keywords, categories }: Paper): Html | string {
  const words = [...categories.map((it) => [it, `category:${it}`]), ...keywords.map(quoted)];
  if (words.length === 0) return '';
  return html`<h2>Subjects</h2><p class="facts">${words.map(
    ([label, query]) => html`<a href="${withQuery('/search', query ?? '')}">${label}</a> `,
  )}</p>`;
}

function quoted(keyword: string): string[] {
  return [keyword, `"${keyword.replaceAll('"', '')}"`];
}

function listed({ source, url, listedAt }: PaperListing): Html {
  return html`<li><a href="${url}" rel="noreferrer">${sourceLabel(source)}</a>${listedAt ? `, ${formatDay(listedAt)}` : ''}</li>`;
}
