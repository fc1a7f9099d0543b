import { setImmediate } from 'node:timers/promises';
import { html } from 'hono/html';
import { makeCard } from '../../core/card.ts';
import type { News, Reason } from '../../core/match.ts';
import type { EvidenceField } from '../../core/matching/evidence.ts';
import { type Card, type Link, MACHINE_WRITTEN, type Span, type Text } from '../../core/message.ts';
import type { Summarise } from '../../core/summary/summarise.ts';
import { paperPath } from './paths.ts';
import type { Html } from './view.ts';

/**
 * Papers as a list, each with its summary, and why it matched where there is a reason. A summary
 * takes a few milliseconds, so that others get their turn after each.
 */
export async function paperList(news: readonly News[], summarise: Summarise): Promise<Html> {
  const entries: Html[] = [];
  for (const it of news) {
    entries.push(entry(it, summarise));
    await setImmediate();
  }
  return html`<ol class="papers">${entries}</ol>`;
}

function entry({ paper, reasons }: News, summarise: Summarise): Html {
  const card = makeCard(paper, reasons, summarise);
  const votes = paper.upvotes ?? 0;
  return html`<li><article>
${votes > 0 ? html`<p class="votes"><b>${votes}</b> <span>${votes === 1 ? 'upvote' : 'upvotes'}</span></p>` : ''}
<div>
<h2><a href="${paperPath(paper)}">${marked(card.title, reasons)}</a></h2>
<p class="byline">${card.byline}</p>
<p class="summary">${marked(card.summary, reasons)}${machineMark(card)}</p>
${card.reasons.map((it) => html`<p class="reason">${spans(it)}</p>`)}
<p class="facts">${facts(card, votes)}${linkLine(card.links)}</p>
</div>
</article></li>`;
}

const TEXT_FIELDS: readonly EvidenceField[] = ['title', 'abstract', 'keywords'];

/** A text in which the words that matched are marked, wherever they stand. */
function marked(text: string, reasons: readonly Reason[]): Html | string {
  const found = reasons
    .flatMap((it) => it.evidence)
    .filter(({ field, range }) => TEXT_FIELDS.includes(field) && range[1] > range[0])
    .map(({ snippet, range }) => RegExp.escape(snippet.slice(...range)));
  if (found.length === 0) return text;
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(${found.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return html`${text.split(whole).map((part, at) => (at % 2 === 1 ? html`<mark>${part}</mark>` : part))}`;
}

/** The upvotes stand beside the title already. */
function facts(card: Card, votes: number): Html {
  const shown = votes > 0 ? card.facts.filter((it) => !/^\d+ upvotes?$/.test(it)) : card.facts;
  return html`${shown.map((it) => html`<span>${it}</span> `)}`;
}

/** Stands behind a summary that a language model wrote. */
export function machineMark({ machineWritten }: Pick<Card, 'machineWritten'>): Html | string {
  return machineWritten ? html` <small>${MACHINE_WRITTEN}</small>` : '';
}

/** Where else a paper is. */
export function linkLine(links: readonly Link[]): Html {
  return html`<span class="links">${links.map(({ label, url }) => html`<a href="${url}" rel="noreferrer">${label}</a> `)}</span>`;
}

/** A neutral text with its emphasis: what matched is marked. */
export function spans(text: Text): Html {
  return html`${text.map(span)}`;
}

function span(it: Span): Html | string {
  if (typeof it === 'string') return it;
  if ('bold' in it) return html`<mark>${it.bold}</mark>`;
  if ('code' in it) return html`<code>${it.code}</code>`;
  return 'link' in it ? html`<a href="${it.url}">${it.link}</a>` : '';
}
