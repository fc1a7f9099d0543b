import type { Reply } from '../../../src/core/command.ts';
import { type Look, makeDigest } from '../../../src/core/digest.ts';
import type { Form } from '../../../src/core/form.ts';
import type { News } from '../../../src/core/match.ts';
import type { Button, Link, Message } from '../../../src/core/message.ts';
import { summarise } from '../../support/summarise.ts';

/** Something to show: a post, a command or a pressed button with its answer, a form, a page. */
export type Moment =
  | { readonly kind: 'post'; readonly messages: readonly Message[] }
  | { readonly kind: 'typed'; readonly command: string; readonly reply: Reply }
  | { readonly kind: 'pressed'; readonly button: Button; readonly reply: Reply }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'home'; readonly message: Message };

/** One picture for each platform, or two. */
export interface Scene {
  readonly name: string;
  readonly moments: readonly Moment[];
  /** plain: one picture; themes: one in each theme; phone: as on a phone. */
  readonly shown: 'plain' | 'themes' | 'phone';
}

/** What a digest brings. */
export function post(news: readonly News[], look: Partial<Look> = {}): Moment {
  const whole: Look = { layout: 'cards', links: 'words', ...look };
  return { kind: 'post', messages: makeDigest(news, whole, summarise).messages };
}

/** A command and its answer. */
export function typed(command: string, reply: Reply): Moment {
  return { kind: 'typed', command, reply };
}

/** A press of the button with this label and its answer. @throws {Error} when there is none. */
export function pressed(
  label: string,
  among: readonly (Button | Link)[] | undefined,
  reply: Reply,
): Moment {
  const button = among?.find((it): it is Button => it.label === label && 'command' in it);
  if (!button) throw new Error(`There is no button "${label}" to press.`);
  return { kind: 'pressed', button, reply };
}
