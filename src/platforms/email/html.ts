import { html, raw } from 'hono/html';
import {
  type Action,
  type Card,
  type Link,
  MACHINE_WRITTEN,
  type Message,
  type Row,
  SEPARATOR,
  type Span,
  type Text,
} from '../../core/message.ts';
import { clean, cutAtWord } from '../../lib/text.ts';
import type { Frame } from './frame.ts';
import { LIMITS } from './limits.ts';
import { hrefOf, linesOf, linksOf, plain, withoutCommands, wordsOf } from './spans.ts';
import { SHEET, STYLES, type Style } from './style.ts';

/** A piece of HTML; html`` escapes every value that is not one. */
type Piece = ReturnType<typeof html>;

const NOTHING = html``;
/** Outlook on Windows knows no greatest width, so there a table of 600 px holds the sheet. */
const OUTLOOK_BEGINS = raw(
  '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->',
);
const OUTLOOK_ENDS = raw('<!--[if mso]></td></tr></table><![endif]-->');

/** A whole page of HTML that fetches nothing: no picture, no font, no script. */
export function renderHtml(message: Message, frame: Frame): string {
  const heading = plain(message.heading);
  const page = html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${heading}</title>
<style>${raw(SHEET)}</style>
</head>
<body${look('body')}>
<div${look('preview')}>${preview(message)}</div>
<div${look('around')}>${OUTLOOK_BEGINS}
<div${look('sheet')}>
${block(
  'head',
  html`<p${look('brand')}>Paper Route</p>
${heading === '' ? NOTHING : html`<h1${look('heading')}>${spans(message.heading)}</h1>`}
${linesOf(message).map((line) => html`<p${look('line')}>${spans(line)}</p>\n`)}
${(message.rows ?? []).map(row)}`,
)}
${message.cards.map(message.compact ? brief : card)}
${actions(message.actions ?? [])}
${foot(frame)}
</div>
${OUTLOOK_ENDS}</div>
</body>
</html>
`;
  return page.toString();
}

function look(style: Style): Piece {
  return html` class="${style}" style="${STYLES[style]}"`;
}

/** Outlook on Windows gives room to the cells of a table, and to nothing else. */
function block(style: Style, content: Piece): Piece {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td${look(style)}>
${content}</td></tr></table>
`;
}

/** What programs show beside the subject: the first titles, else the first line. */
function preview({ cards, lines }: Message): string {
  const said = cards.length > 0 ? cards.map((it) => clean(it.title)) : lines.map(plain);
  return cutAtWord(said.join(SEPARATOR), LIMITS.preview);
}

function card(it: Card): Piece {
  const { section = [] } = it;
  const content = html`<h2${look('title')}>${titleOf(it)}</h2>
${small(clean(it.byline))}${small(factsOf(it))}${summaryOf(it)}${reasonsOf(it)}${links(it)}`;
  return html`${sectionOf(it)}${block(section.length > 0 ? 'cardOfSection' : 'card', content)}`;
}

function summaryOf({ summary, machineWritten }: Card): Piece {
  const words = cutAtWord(clean(summary), LIMITS.paragraph);
  if (words === '') return NOTHING;
  const note = machineWritten ? html` <span${look('small')}>${MACHINE_WRITTEN}</span>` : NOTHING;
  return html`<p${look('summary')}>${words}${note}</p>\n`;
}

function reasonsOf({ reasons }: Card): Piece {
  const shown = reasons
    .slice(0, LIMITS.reasons)
    .map((it) => html`<p${look('reason')}>${spans(it)}</p>\n`);
  return shown.length === 0 ? NOTHING : html`<div${look('reasons')}>${shown}</div>\n`;
}

function sectionOf({ section = [] }: Card): Piece {
  return section.length === 0 ? NOTHING : block('section', html`${spans(section)}`);
}

function brief(it: Card): Piece {
  const below = it.brief ? html`<p${look('small')}>${spans(it.brief)}</p>\n` : NOTHING;
  const title = html`<h2${look('briefTitle')}>${titleOf(it)}</h2>\n`;
  return html`${sectionOf(it)}${block('brief', html`${title}${below}`)}`;
}

function titleOf({ title, url }: Card): Piece {
  const words = cutAtWord(clean(title), LIMITS.title) || 'Untitled';
  const href = hrefOf(url);
  return href ? html`<a href="${href}"${look('titleLink')}>${words}</a>` : html`${words}`;
}

function factsOf({ facts }: Card): string {
  return cutAtWord(facts.map(clean).join(SEPARATOR), LIMITS.facts);
}

function small(text: string): Piece {
  return text === '' ? NOTHING : html`<p${look('small')}>${text}</p>\n`;
}

function links(it: Card): Piece {
  const shown = linksOf(it).flatMap(({ label, url }) => anchor(clean(label), url) ?? []);
  if (shown.length === 0) return NOTHING;
  const parts = shown.map((link, place) => html`${place === 0 ? '' : SEPARATOR}${link}`);
  return html`<p${look('links')}>${parts}</p>\n`;
}

function anchor(label: string, url: string): Piece | null {
  const href = hrefOf(url);
  if (!href) return null;
  const words = cutAtWord(label, LIMITS.title) || new URL(href).hostname;
  return html`<a href="${href}"${look('link')}>${words}</a>`;
}

function row({ text, detail = [] }: Row): Piece {
  const below = small(plain(detail));
  return html`<p${look('line')}>• ${spans(withoutCommands(text))}</p>\n${below}`;
}

/** Links as buttons; a command has nobody here who could run it. */
function actions(all: readonly Action[]): Piece {
  const shown = all.flatMap((it) => ('url' in it ? (button(it) ?? []) : []));
  return shown.length === 0 ? NOTHING : block('actions', html`${shown}`);
}

function button({ label, url }: Link): Piece | null {
  const href = hrefOf(url);
  return href ? html`<a href="${href}"${look('button')}>${clean(label)}</a> ` : null;
}

function foot({ home, unsubscribe }: Frame): Piece {
  const site = html`<a href="${home}/"${look('link')}>${new URL(home).host}</a>`;
  if (unsubscribe === null)
    return block(
      'foot',
      html`Sent by Paper Route at ${site}. If it was not you who asked for it, ignore this mail: nothing more comes.`,
    );
  return block(
    'foot',
    html`You asked Paper Route at ${site} for these papers by mail. <a href="${unsubscribe}"${look('link')}>Unsubscribe</a>`,
  );
}

function spans(text: Text): Piece[] {
  return text.map(span);
}

function span(it: Span): Piece {
  const words = wordsOf(it);
  if (typeof it === 'string') return html`${words}`;
  if ('bold' in it) return html`<b>${words}</b>`;
  if ('code' in it) return html`<span${look('code')}>${words}</span>`;
  const link = 'link' in it ? anchor(words, it.url) : null;
  return link ?? html`${words}`;
}
