import type { RichTextBlock, RichTextElement } from '@slack/types';
import { type Html, html } from '../html.ts';
import { CHANNEL_NAME, READER } from '../painter.ts';
import { unknownKind } from './unknown.ts';

type Part = RichTextBlock['elements'][number];

/** A part of a rich text as Slack shows it: a line, a list, a block of code. */
export function drawPart(part: Part): Html {
  switch (part.type) {
    case 'rich_text_section':
      return html`<div class="section">${part.elements.map(drawElement)}</div>`;
    case 'rich_text_list':
      return html`<ul>${part.elements.map((it) => html`<li>${it.elements.map(drawElement)}</li>`)}</ul>`;
    case 'rich_text_preformatted':
      return html`<pre>${part.elements.map(drawElement)}</pre>`;
    default:
      throw unknownKind('rich text', part.type);
  }
}

function drawElement(element: RichTextElement): Html {
  switch (element.type) {
    case 'text':
      return styled(html`${element.text}`, element.style);
    case 'link':
      return styled(html`<a>${element.text ?? element.url}</a>`, element.style);
    case 'user':
      return PERSON;
    case 'channel':
      return CHANNEL;
    default:
      throw unknownKind('rich text element', element.type);
  }
}

/** The one person and the one channel of the pictures. */
export const PERSON = html`<span class="mention">@${READER}</span>`;
export const CHANNEL = html`<span class="mention">#${CHANNEL_NAME}</span>`;

function styled(
  text: Html,
  style: { bold?: boolean; code?: boolean; italic?: boolean } = {},
): Html {
  const coded = style.code ? html`<code>${text}</code>` : text;
  const slanted = style.italic ? html`<i>${coded}</i>` : coded;
  return style.bold ? html`<b>${slanted}</b>` : slanted;
}
