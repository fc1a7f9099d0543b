import { readFileSync } from 'node:fs';
import type { Reply } from '../../src/core/command.ts';
import type { Message } from '../../src/core/message.ts';
import { type Html, html } from './html.ts';

/** When everything in the pictures was said. */
export const TIME = '09:00';

/** Draws what a platform's own renderer makes of a message, as that platform would show it. */
export interface Painter {
  /** The platform's name, as the names of its pictures begin. */
  readonly name: string;
  readonly css: string;
  /** Why this platform refuses a channel, in the words of its own errors.ts; null where it never does. */
  readonly pausedReason: string | null;
  /** A message that the bot posts, in as many parts as the platform needs. */
  post(message: Message): Html;
  /** A command and what the bot answers to the one who typed it. */
  exchange(command: string, reply: Reply): Html;
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
