import type { ActionsBlock, InputBlock, PlainTextOption, SectionBlock } from '@slack/types';
import { EMPTY, type Html, html } from '../html.ts';
import { CHEVRON } from '../painter.ts';
import { unknownKind } from './unknown.ts';

type Press = ActionsBlock['elements'][number] | NonNullable<SectionBlock['accessory']>;
type Option = Pick<PlainTextOption, 'text'>;

/** A button or a menu. */
export function drawPress(element: Press): Html {
  switch (element.type) {
    case 'button':
      return html`<span class="button">${element.text.text}</span>`;
    case 'static_select':
      return html`<span class="menu"><span>${element.placeholder?.text ?? ''}</span>${CHEVRON}</span>`;
    default:
      throw unknownKind('element', element.type);
  }
}

/** A field of a form with its label and its hint. */
export function drawInput({ label, hint, element, optional }: InputBlock): Html {
  return html`<div class="input">
    <div class="label">${label.text}${optional ? html` <span>(optional)</span>` : EMPTY}</div>
    ${drawField(element)}
    ${hint ? html`<div class="hint">${hint.text}</div>` : EMPTY}
  </div>`;
}

function drawField(element: InputBlock['element']): Html {
  switch (element.type) {
    case 'plain_text_input':
      return html`<div class="field ${element.multiline ? 'long' : ''}">${element.initial_value ?? ''}</div>`;
    case 'static_select':
      return html`<div class="field">${labelOf(element.initial_option)}${CHEVRON}</div>`;
    case 'multi_static_select':
      return html`<div class="field tokens">${tokens(element.initial_options)}${CHEVRON}</div>`;
    default:
      throw unknownKind('input', element.type);
  }
}

function tokens(chosen: readonly Option[] = []): Html {
  if (chosen.length === 0) return html`<span class="placeholder">Select options</span>`;
  return html`${chosen.map((it) => html`<span class="token">${labelOf(it)} <i class="remove">×</i></span>`)}`;
}

function labelOf(option: Option | undefined): string {
  return option?.text.text ?? '';
}
