import { LONGEST_COMMAND } from '../../core/message.ts';
import { LIMITS } from './limits.ts';

/** command: carried out when pressed; form: asks for a form first; menu: its options are presses. */
type Kind = 'command' | 'form' | 'menu';

/** What a custom_id or the value of an option stands for. */
export interface Press {
  readonly kind: Exclude<Kind, 'menu'>;
  readonly command: string;
  /** The channel that it is about, where that is not the one where it is pressed. */
  readonly about: string | undefined;
}

/** Names the components of one message. */
export interface Ids {
  /**
   * A name that no other component of the message has; undefined for a command that can't be
   * carried: empty, too long, or half a character.
   */
  next(kind: Kind, command: string): string | undefined;
  /** For names that need only be unique among themselves: the values of a menu. */
  anew(): Ids;
}

const LETTERS: Readonly<Record<Kind, string>> = { command: 'c', form: 'f', menu: 'm' };

/**
 * Discord refuses two components of one name, and two cards may have the same button. So a name is
 * a letter, from the second of its kind on a number, the channel if it is another one, a colon and
 * the command: "c:papers saved", "c2:papers saved", "f@1234567890:papers settings when".
 */
export function createIds(about?: string): Ids {
  const taken = new Map<string, number>();
  return {
    next(kind, command) {
      if (kind !== 'menu' && !isCarried(command)) return undefined;
      const key = `${kind} ${command}`;
      const count = (taken.get(key) ?? 0) + 1;
      taken.set(key, count);
      const name = nameOf(LETTERS[kind] + (count > 1 ? count : ''), command, about);
      return name.length <= LIMITS.customId ? name : undefined;
    },
    anew: () => createIds(about),
  };
}

/** What was pressed; undefined when the name is none that createIds gives to a button. */
export function readPress(customId: string): Press | undefined {
  const [, letter, about, command] = /^([cf])\d*(?:@(\d+))?:(.+)$/s.exec(customId) ?? [];
  if (command === undefined) return undefined;
  return { kind: letter === 'f' ? 'form' : 'command', command, about };
}

/** The name of a form's window, which comes back when the form is sent: the press that it is. */
export function formId(command: string, about: string | undefined): string {
  return nameOf(LETTERS.command, command, about);
}

function isCarried(command: string): boolean {
  return command.trim() !== '' && command.length <= LONGEST_COMMAND && command.isWellFormed();
}

function nameOf(start: string, command: string, about: string | undefined): string {
  return `${start}${about === undefined ? '' : `@${about}`}:${command}`;
}
