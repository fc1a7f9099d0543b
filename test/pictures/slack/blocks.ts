import type { AnyBlock, ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import { EMPTY, type Html, html } from '../html.ts';
import { drawInput, drawPress } from './elements.ts';
import { CHANNEL, drawPart, PERSON } from './rich-text.ts';
import { unknownKind } from './unknown.ts';

/** Blocks as Slack shows them. @throws {Error} for a kind that the renderer did not use yet. */
export function drawBlocks(blocks: readonly AnyBlock[]): Html[] {
  return (blocks as readonly KnownBlock[]).map(drawBlock);
}

function drawBlock(block: KnownBlock): Html {
  switch (block.type) {
    case 'header':
      return html`<div class="block header">${block.text.text}</div>`;
    case 'context':
      return html`<div class="block context">${block.elements.map(drawContextElement)}</div>`;
    case 'divider':
      return html`<hr class="block" />`;
    case 'rich_text':
      return html`<div class="block">${block.elements.map(drawPart)}</div>`;
    case 'actions':
      return html`<div class="block actions">${block.elements.map(drawPress)}</div>`;
    case 'section':
      return drawSection(block);
    case 'input':
      return drawInput(block);
    default:
      throw unknownKind('block', block.type);
  }
}

/** Slack sets a space between two elements. */
function drawContextElement(element: ContextBlock['elements'][number]): Html {
  if (element.type === 'plain_text') return html`<span>${element.text}</span> `;
  if (element.type !== 'mrkdwn') throw unknownKind('context element', element.type);
  if (/^<@\w+>$/.test(element.text)) return html`<span>${PERSON}</span> `;
  if (/^<#\w+>$/.test(element.text)) return html`<span>${CHANNEL}</span> `;
  throw unknownKind('context element', element.text);
}

function drawSection({ text, accessory }: SectionBlock): Html {
  if (text?.type !== 'plain_text') throw unknownKind('section', text?.type ?? 'without text');
  const button = accessory ? html`<div class="accessory">${drawPress(accessory)}</div>` : EMPTY;
  return html`<div class="block beside"><div class="words">${text.text}</div>${button}</div>`;
}
