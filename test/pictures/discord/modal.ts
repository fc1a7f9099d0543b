import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { EMPTY, type Html, html } from '../html.ts';
import { AVATAR, CHEVRON } from '../painter.ts';

/** A form as Discord's window. */
export function drawModal({ title, components }: APIModalInteractionResponseCallbackData): Html {
  return html`<article class="modal">
    <div class="title">${AVATAR}<b>${title}</b><i>×</i></div>
    <div class="fields">${components.map(drawLabel)}</div>
    <div class="foot"><span class="button">Cancel</span><span class="button primary">Submit</span></div>
  </article>`;
}

function drawLabel(field: { readonly type: ComponentType }): Html {
  if (!isLabel(field)) throw unknown(field.type);
  const { label, description, component } = field;
  const star = 'required' in component && component.required ? html` <em>*</em>` : EMPTY;
  return html`<div class="input">
    <div class="label">${label}${star}</div>
    ${description ? html`<div class="hint">${description}</div>` : EMPTY}
    ${drawField(component)}
  </div>`;
}

function isLabel(field: { readonly type: ComponentType }): field is APILabelComponent {
  return field.type === ComponentType.Label;
}

function drawField(component: APIComponentInLabel): Html {
  switch (component.type) {
    case ComponentType.TextInput:
      return html`<div class="field ${isLong(component) ? 'long' : ''}">${component.value ?? ''}</div>`;
    case ComponentType.StringSelect:
      return html`<div class="field">${chosenIn(component)}${CHEVRON}</div>`;
    default:
      throw unknown(component.type);
  }
}

function isLong({ style }: APITextInputComponent): boolean {
  return style === TextInputStyle.Paragraph;
}

function chosenIn({ options, max_values }: APIStringSelectComponent): Html {
  const chosen = options.filter((it) => it.default === true).map(({ label }) => label);
  if (chosen.length === 0) return html`<span class="placeholder">Make a selection</span>`;
  if (max_values === 1) return html`<span>${chosen[0] ?? ''}</span>`;
  return html`<span class="tokens">${chosen.map((it) => html`<span class="token">${it}</span>`)}</span>`;
}

function unknown(type: ComponentType): Error {
  return new Error(
    `The pictures can't show the field ${type} of Discord: draw it in test/pictures/discord/modal.ts.`,
  );
}
