import type { ActionsBlock, Button as ButtonElement, KnownBlock, StaticSelect } from '@slack/types';
import {
  type Action,
  type Button,
  type Link,
  LONGEST_COMMAND,
  type Menu,
  MOST_OPTIONS,
} from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { SLACK_LIMITS } from './limits.ts';
import { linkable } from './text.ts';

/** What a button or an option of a menu stands for. */
export interface Press {
  readonly command: string;
  readonly opensForm: boolean;
}

/** The part of an interaction that says what was pressed. */
export interface PressedElement {
  readonly action_id?: string;
  readonly value?: unknown;
  readonly selected_option?: { readonly value?: unknown } | null;
}

type Element = ButtonElement | StaticSelect;

/** Blocks of buttons and menus, as many as it takes; what Slack would refuse is left out. */
export function actionBlocks(actions: readonly Action[], about = ''): ActionsBlock[] {
  const elements = actions.flatMap((action) => element(action, about));
  const count = Math.ceil(elements.length / SLACK_LIMITS.actions);
  return Array.from({ length: count }, (_, index) => ({
    type: 'actions',
    elements: elements.slice(index * SLACK_LIMITS.actions, (index + 1) * SLACK_LIMITS.actions),
  }));
}

/** A button; a screen reader says what it is about, too. Undefined when it stands for no command. */
export function buttonElement(button: Button, about = ''): ButtonElement | undefined {
  if (!isCommand(button)) return undefined;
  const value = button.command.toWellFormed();
  return { ...labelled(button.label, about), action_id: kindOf(button), value };
}

/** Slack takes 2,000 characters of a button and 150 of an option; the core's limit is below both. */
function isCommand({ command }: Button): boolean {
  return command !== '' && command.length <= LONGEST_COMMAND;
}

/** Gives each button and menu of a message an action_id of its own: "run.0", "menu.1". */
export function numbered(blocks: readonly KnownBlock[]): KnownBlock[] {
  let count = 0;
  const number = <T extends object>(it: T): T =>
    'action_id' in it ? { ...it, action_id: `${it.action_id}.${count++}` } : it;
  return blocks.map((block) => {
    if (block.type === 'actions') return { ...block, elements: block.elements.map(number) };
    if (block.type !== 'section' || !block.accessory) return block;
    return { ...block, accessory: number(block.accessory) };
  });
}

/** What was pressed; undefined for what leads to a page by itself, and for what is not ours. */
export function readPress(pressed: PressedElement): Press | undefined {
  const kind = pressed.action_id?.split('.')[0];
  if (kind === 'menu') return readOption(pressed.selected_option?.value);
  if (kind !== 'run' && kind !== 'form') return undefined;
  if (typeof pressed.value !== 'string' || pressed.value === '') return undefined;
  return { command: pressed.value, opensForm: kind === 'form' };
}

/** An option has no action_id of its own: its value is the kind and the command. */
function readOption(value: unknown): Press | undefined {
  const [, kind, command] = (typeof value === 'string' && /^(run|form) (.+)$/s.exec(value)) || [];
  return command === undefined ? undefined : { command, opensForm: kind === 'form' };
}

function element(action: Action, about: string): Element[] {
  const made = make(action, about);
  return made === undefined ? [] : [made];
}

function make(action: Action, about: string): Element | undefined {
  if ('url' in action) return linkElement(action, about);
  return 'options' in action ? menuElement(action) : buttonElement(action, about);
}

function linkElement({ label, url }: Link, about: string): ButtonElement | undefined {
  const address = linkable(url);
  return address ? { ...labelled(label, about), action_id: 'link', url: address } : undefined;
}

function menuElement({ label, options }: Menu): StaticSelect | undefined {
  const taken = options
    .filter(isCommand)
    .slice(0, MOST_OPTIONS)
    .map((option) => ({
      text: plain(option.label, SLACK_LIMITS.optionText),
      value: `${kindOf(option)} ${option.command}`.toWellFormed(),
    }));
  if (taken.length === 0) return undefined;
  const placeholder = plain(label, SLACK_LIMITS.placeholder);
  return { type: 'static_select', action_id: 'menu', placeholder, options: taken };
}

function labelled(label: string, about: string): Pick<ButtonElement, 'type' | 'text'> {
  const text = plain(label, SLACK_LIMITS.buttonText);
  const subject = oneLine(about);
  if (subject === '') return { type: 'button', text };
  const spoken = cutAtWord(`${text.text}: ${subject}`, SLACK_LIMITS.buttonText);
  return { type: 'button', text, ...(spoken && { accessibility_label: spoken }) };
}

/** A label that Slack takes: it refuses blank ones. */
export function plain(text: string, max: number) {
  const label = cutAtWord(oneLine(text), max) || '…';
  return { type: 'plain_text', text: label, emoji: false } as const;
}

function kindOf({ opensForm }: Button): 'form' | 'run' {
  return opensForm ? 'form' : 'run';
}
