import { ApplicationCommandType } from 'discord.js';
import { COMMANDS } from './commands.ts';

/** What we set of a command or an option, in the order in which it is compared. */
const FIELDS = [
  ...['type', 'name', 'description', 'required', 'autocomplete', 'channel_types', 'choices'],
  ...['contexts', 'integration_types', 'description_localizations', 'options'],
] as const;

/**
 * True when what Discord has registered (read with its localizations) says the same as these commands,
 * in whatever order. Its answers hold more fields than we set, and leave out empty ones.
 */
export function isRegistered(
  registered: readonly unknown[],
  commands: readonly unknown[] = COMMANDS,
): boolean {
  const theirs = registered
    .filter((entry) => !isEntryPoint(entry))
    .map((entry) => JSON.stringify(essence(entry)));
  const ours = commands.map((entry) => JSON.stringify(essence(entry)));
  return theirs.length === ours.length && ours.every((entry) => theirs.includes(entry));
}

/**
 * True of the command that opens an application's Activity: Discord made it, and does not let it go.
 * https://docs.discord.com/developers/interactions/application-commands#entry-point-commands
 */
export function isEntryPoint(entry: unknown): boolean {
  const { type } = entry as { readonly type?: unknown };
  return type === ApplicationCommandType.PrimaryEntryPoint;
}

function essence(entry: unknown): unknown {
  const fields = entry as Readonly<Record<string, unknown>>;
  return FIELDS.map((name) => (name === 'options' ? options(fields) : plain(fields[name])));
}

function options(fields: Readonly<Record<string, unknown>>): unknown[] {
  return ((fields.options ?? []) as unknown[]).map(essence);
}

/** A value without what depends on who wrote it down: the order of keys and numbers, null and false. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain).toSorted();
  if (typeof value !== 'object' || value === null) return value || null;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
