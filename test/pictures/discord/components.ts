import {
  type APIButtonComponent,
  type APIContainerComponent,
  type APIMessageComponent,
  type APISectionComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type Html, html } from '../html.ts';
import { CHEVRON } from '../painter.ts';
import { drawMarkdown } from './markdown.ts';

/** The shown texts of the files of a message, by their names. */
export type Files = ReadonlyMap<string, string>;

/** A component as Discord shows it. @throws {Error} for a kind that the renderer did not use yet. */
export function drawComponent(component: APIMessageComponent, files: Files): Html {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return html`<div class="text">${drawMarkdown(component.content)}</div>`;
    case ComponentType.Container:
      return drawContainer(component, files);
    case ComponentType.Separator:
      return html`<hr />`;
    case ComponentType.ActionRow:
      return html`<div class="row">${component.components.map((it) => drawComponent(it, files))}</div>`;
    case ComponentType.Button:
      return drawButton(component);
    case ComponentType.StringSelect:
      return html`<div class="select"><span>${component.placeholder ?? ''}</span>${CHEVRON}</div>`;
    case ComponentType.Section:
      return drawSection(component, files);
    case ComponentType.File:
      return drawFile(component.file.url.replace('attachment://', ''), files);
    default:
      throw new Error(
        `The pictures can't show the component ${component.type} of Discord: draw it in test/pictures/discord/components.ts.`,
      );
  }
}

function drawContainer({ accent_color, components }: APIContainerComponent, files: Files): Html {
  const colour = `#${(accent_color ?? 0).toString(16).padStart(6, '0')}`;
  return html`<section class="box" style="--accent: ${colour}">${components.map((it) => drawComponent(it, files))}</section>`;
}

function drawSection({ components, accessory }: APISectionComponent, files: Files): Html {
  return html`<div class="beside">
    <div>${components.map((it) => drawComponent(it, files))}</div>
    ${drawComponent(accessory, files)}
  </div>`;
}

function drawButton(button: APIButtonComponent): Html {
  const label = 'label' in button ? (button.label ?? '') : '';
  const isLink = button.style === ButtonStyle.Link;
  return html`<span class="button">${label}${isLink ? LEADS_OUT : html``}</span>`;
}

const LEADS_OUT = html`<svg viewBox="0 0 20 20" width="14" height="14" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
  <path d="M11 3h6v6M17 3l-8 8M8 4H4v12h12v-4" />
</svg>`;

function drawFile(name: string, files: Files): Html {
  return html`<div class="file"><pre>${files.get(name) ?? ''}</pre><div>${name}</div></div>`;
}
