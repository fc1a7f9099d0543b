import type { ContextBlock, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { type Html, html } from '../html.ts';

/** A block as Slack shows it. @throws {Error} for a kind of block that the renderer did not use yet. */
export function drawBlock(block: KnownBlock): Html {
  switch (block.type) {
    case 'header':
      return html`<div class="block header">${block.text.text}</div>`;
    case 'context':
      return html`<div class="block context">${block.elements.map(drawContextElement)}</div>`;
    case 'divider':
      return html`<hr class="block" />`;
    case 'rich_text':
      return html`<div class="block">${block.elements.map(drawRichText)}</div>`;
    default:
      throw unknownKind('block', block.type);
  }
}

function drawContextElement(element: ContextBlock['elements'][number]): Html {
  if (element.type !== 'plain_text') throw unknownKind('context element', element.type);
  return html`<span>${element.text}</span>`;
}

function drawRichText(element: RichTextBlock['elements'][number]): Html {
  if (element.type !== 'rich_text_section') throw unknownKind('rich text', element.type);
  return html`<div class="section">${element.elements.map(drawElement)}</div>`;
}

function drawElement(element: RichTextElement): Html {
  switch (element.type) {
    case 'text':
      return styled(html`${element.text}`, element.style);
    case 'link':
      return styled(html`<a>${element.text ?? element.url}</a>`, element.style);
    default:
      throw unknownKind('rich text element', element.type);
  }
}

function styled(
  text: Html,
  style: { bold?: boolean; code?: boolean; italic?: boolean } = {},
): Html {
  const coded = style.code ? html`<code>${text}</code>` : text;
  const slanted = style.italic ? html`<i>${coded}</i>` : coded;
  return style.bold ? html`<b>${slanted}</b>` : slanted;
}

function unknownKind(what: string, type: string): Error {
  return new Error(
    `The pictures can't show the ${what} "${type}" of Slack: draw it in test/pictures/slack/blocks.ts.`,
  );
}
