import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import {
  type Action,
  type Button,
  type Link,
  type Menu,
  MOST_OPTIONS,
} from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import type { Ids } from './custom-id.ts';
import { LIMITS } from './limits.ts';
import { safeUrl } from './markdown.ts';

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A paragraph or several, in Discord's markdown. */
export function textDisplay(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

/** A button; undefined when its command is too long to be carried. */
export function renderButton(button: Button, ids: Ids): APIButtonComponent | undefined {
  const id = ids.next(button.opensForm ? 'form' : 'command', button.command);
  if (id === undefined) return undefined;
  const label = labelOf(button.label, LIMITS.buttonLabel);
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, label, custom_id: id };
}

/**
 * Buttons in rows of five and each menu in a row of its own, in order; what Discord does not take
 * (an address that is none, a menu without options) is left out.
 */
export function renderActions(actions: readonly Action[], ids: Ids): ActionRow[] {
  const rows: ActionRow[] = [];
  for (const action of actions) {
    const component = renderAction(action, ids);
    if (component) place(rows, component);
  }
  return rows;
}

/** How many components these are, those within others included. */
export function countComponents(components: readonly object[]): number {
  return components.reduce((sum: number, component) => {
    const inner = 'components' in component ? (component.components as object[]) : [];
    const accessory = 'accessory' in component ? 1 : 0;
    return sum + 1 + accessory + countComponents(inner);
  }, 0);
}

/** What the text displays of a message say, in order. */
export function textsOf(components: readonly object[]): string[] {
  return components.flatMap((component) => {
    if ('content' in component) return [String(component.content)];
    return 'components' in component ? textsOf(component.components as object[]) : [];
  });
}

/** Plain words for a button or an option; these show no markdown, and must not be empty. */
export function labelOf(text: string, max: number): string {
  return cutAtWord(oneLine(text), max) || 'Untitled';
}

function renderAction(action: Action, ids: Ids): APIComponentInMessageActionRow | undefined {
  if ('options' in action) return renderMenu(action, ids);
  return 'url' in action ? renderLink(action) : renderButton(action, ids);
}

function renderLink({ label, url }: Link): APIButtonComponent | undefined {
  const address = safeUrl(url);
  if (address === null || address.length > LIMITS.buttonUrl) return undefined;
  const words = labelOf(label, LIMITS.buttonLabel);
  return { type: ComponentType.Button, style: ButtonStyle.Link, label: words, url: address };
}

function renderMenu(menu: Menu, ids: Ids): APIStringSelectComponent | undefined {
  const values = ids.anew();
  const options = menu.options
    .flatMap((option) => renderOption(option, values) ?? [])
    .slice(0, MOST_OPTIONS);
  const id = ids.next('menu', '');
  if (options.length === 0 || id === undefined) return undefined;
  const placeholder = labelOf(menu.label, LIMITS.placeholder);
  return { type: ComponentType.StringSelect, custom_id: id, placeholder, options };
}

function renderOption(button: Button, ids: Ids): APISelectMenuOption | undefined {
  const value = ids.next(button.opensForm ? 'form' : 'command', button.command);
  return value === undefined
    ? undefined
    : { label: labelOf(button.label, LIMITS.optionLabel), value };
}

function place(rows: ActionRow[], component: APIComponentInMessageActionRow): void {
  const row = rows.at(-1);
  if (row && component.type === ComponentType.Button && hasRoom(row))
    row.components.push(component);
  else rows.push({ type: ComponentType.ActionRow, components: [component] });
}

function hasRoom({ components }: ActionRow): boolean {
  const buttons = components.every(({ type }) => type === ComponentType.Button);
  return buttons && components.length < LIMITS.rowButtons;
}

export type TopLevel = APIMessageTopLevelComponent;
