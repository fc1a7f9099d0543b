import { ApplicationCommandOptionType as Kind } from 'discord.js';
import { COMMANDS } from '../../../src/platforms/discord/commands.ts';
import type { Entered } from '../../support/discord/entered.ts';

type Known = (typeof COMMANDS)[number];
type Option = NonNullable<Known['options']>[number];

/** /papers is full in Discord, so there this stands alone. */
const APART = /^\/papers (?=email\b)/;

/**
 * A line such as "/papers why 2402.03300" as a person picks and fills it in Discord; null where
 * Discord has no such command, or asks for something that the line does not hold.
 */
export function enter(line: string): Omit<Entered, 'channel'> | null {
  const [name = '', ...words] = line.replace(APART, '/').replace(/^\//, '').split(' ');
  const command = COMMANDS.find((it) => it.name === name);
  return command ? below(command, { name, path: [], words }) : null;
}

interface Typed {
  readonly name: string;
  readonly path: readonly string[];
  readonly words: readonly string[];
}

function below(
  { options = [] }: { readonly options?: readonly Option[] | undefined },
  { name, path, words }: Typed,
): Omit<Entered, 'channel'> | null {
  const [word = '', ...rest] = words;
  if (options.some(isBranch)) {
    const branch = options.find((it) => isBranch(it) && it.name === word);
    return branch ? below(branch as never, { name, path: [...path, word], words: rest }) : null;
  }
  const value = words.join(' ');
  const [first] = options;
  if (value === '' && first && 'required' in first && first.required) return null;
  if (value !== '' && first?.type !== Kind.String) return null;
  if (value !== '' && !isOffered(first, value)) return null;
  return {
    name,
    ...(path.length > 0 && { subcommand: path.join(' ') }),
    ...(value !== '' && first && { options: { [first.name]: value } }),
  };
}

function isBranch({ type }: Option): boolean {
  return type === Kind.Subcommand || type === Kind.SubcommandGroup;
}

function isOffered(option: Option | undefined, value: string): boolean {
  const choices = option && 'choices' in option ? option.choices : undefined;
  return !choices?.length || choices.some((it) => it.value === value);
}
