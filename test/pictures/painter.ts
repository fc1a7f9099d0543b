import { readFileSync } from 'node:fs';
import type { Reply } from '../../src/core/command.ts';
import type { Form } from '../../src/core/form.ts';
import type { Button, Message } from '../../src/core/message.ts';
import { type Html, html } from './html.ts';

/** When everything in the pictures was said. */
export const TIME = '09:00';

/** Who typed every command of the pictures, and in which channel. */
export const READER = 'Robin';
export const CHANNEL_NAME = 'reading-group';

/** What the scenes need to know of a platform. */
export interface World {
  /** Its ids of the reader and of the channel, as its renderer knows them. */
  readonly reader: string;
  readonly channel: string;
  /** Whether others read along: they are told of changes, and not everybody may make them. */
  readonly shared: boolean;
  /** Why it refuses a channel, in the words of its own errors.ts; null where it never does. */
  readonly pausedReason: string | null;
}

/** Draws what a platform's own renderers give, as that platform would show it. */
export interface Painter {
  /** The platform's name, as the names of its pictures begin. */
  readonly name: string;
  readonly css: string;
  readonly world: World;
  /** Its second look, "dark" or "light", a class of its stylesheet; null where it has one look only. */
  readonly otherTheme: string | null;
  /** Whether people also read it on a phone. */
  readonly onPhones: boolean;
  /** What the bot posts at one time, each message in as many parts as the platform needs. */
  post(messages: readonly Message[]): Html;
  /** A command and what the bot answers to the one who typed it. */
  typed(command: string, reply: Reply): Html;
  /** A button and what the bot answers to the one who pressed it. */
  pressed(button: Button, reply: Reply): Html;
  /** A form to fill in; null where the platform has none. */
  readonly form: ((form: Form) => Html) | null;
  /** A member's own page of the bot; null where the platform has none. */
  readonly home: ((message: Message) => Html) | null;
}

/** The text of a file beside the module that asks. */
export function readBeside(module: string, name: string): string {
  return readFileSync(new URL(name, module), 'utf8');
}

/** The bot's picture: a folded newspaper. */
export const AVATAR: Html = html`<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true">
  <rect width="36" height="36" fill="#3b6ea5" />
  <path d="M8 10h16v17H11a3 3 0 0 1-3-3z" fill="#fff" />
  <path d="M24 15h4v9a3 3 0 0 1-4 2.8z" fill="#c9d9ea" />
  <path d="M11 13.5h10M11 17h4.5M11 20h4.5M11 23h10M17.5 17H21v3h-3.5z" stroke="#3b6ea5" stroke-width="1.6" fill="none" />
</svg>`;

/** "Only the caller sees it", as both chat platforms draw it. */
export const EYE: Html = html`<svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
  <path d="M1.8 10S4.5 4.5 10 4.5 18.2 10 18.2 10 15.5 15.5 10 15.5 1.8 10 1.8 10z" />
  <circle cx="10" cy="10" r="2.5" />
</svg>`;

/** What a menu and a choice show at their end. */
export const CHEVRON: Html = html`<svg class="chevron" viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
  <path d="M5 8l5 5 5-5" />
</svg>`;
