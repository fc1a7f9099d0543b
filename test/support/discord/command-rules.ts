import { type FormError, invalidForm } from './errors.ts';
import type { CommandOption, RegisteredCommand } from './world.ts';

/** https://docs.discord.com/developers/reference#locales */
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
);

/** https://docs.discord.com/developers/interactions/application-commands#slash-commands */
const LONGEST_COMMAND = 8000;
const [SUBCOMMAND, GROUP] = [1, 2];

/** What Discord's pages ask of commands beyond its published schema. Throws an Invalid Form Body. */
export function checkCommandRules(commands: readonly RegisteredCommand[]): void {
  const errors = commands.flatMap((command, index) => [
    ...localeErrors(command, [index]),
    ...optionErrors(command.options ?? [], [index, 'options'], 0),
    ...(size(command) > LONGEST_COMMAND ? [tooLarge(command, index)] : []),
  ]);
  if (errors.length > 0) throw invalidForm(errors);
}

type Named = RegisteredCommand | CommandOption;

function tooLarge({ name }: Named, index: number): FormError {
  const message = `Command ${name} exceeds maximum size of ${LONGEST_COMMAND}`;
  return { path: [index], code: 'APPLICATION_COMMAND_TOO_LARGE', message };
}

/** Of each field only the longest translation counts. */
function size({ name, description, description_localizations, options = [], ...rest }: Named) {
  const translations = Object.values(description_localizations ?? {});
  const choices = 'choices' in rest ? (rest.choices ?? []) : [];
  const own = name.length + Math.max(...[description, ...translations].map((it) => it.length));
  const inner = options.map((option): number => size(option));
  const words = choices.map((it) => it.name.length + it.value.length);
  return [own, ...inner, ...words].reduce((sum, each) => sum + each, 0);
}

function localeErrors(entry: Named, path: PropertyKey[]): FormError[] {
  return Object.entries(entry.description_localizations ?? {}).flatMap(([locale, text]) => {
    if (LOCALES.has(locale) && text.length >= 1 && text.length <= 100) return [];
    const message = `${entry.name}: bad translation into ${locale}`;
    return [{ path: [...path, 'description_localizations'], code: 'BASE_TYPE_INVALID', message }];
  });
}

function optionErrors(
  options: readonly CommandOption[],
  path: PropertyKey[],
  depth: number,
): FormError[] {
  const names = options.map(({ name }) => name);
  const nested = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  const required = options.map((option) => option.required === true);
  const wrong: string[] = [];
  if (new Set(names).size < names.length) wrong.push('Option names must be unique');
  if (options.length > 25) wrong.push('Must be 25 or fewer in length.');
  if (nested.length > 0 && nested.length < options.length) wrong.push('Subcommands stand alone');
  if (nested.some(({ type }) => type === GROUP && depth > 0)) wrong.push('Groups do not nest');
  if (required.includes(true) && required.lastIndexOf(true) > required.indexOf(false)) {
    if (required.includes(false)) wrong.push('Required options must be placed before others');
  }
  return [
    ...wrong.map((message) => ({ path, code: 'BASE_TYPE_INVALID', message })),
    ...options.flatMap((option, index) => [
      ...localeErrors(option, [...path, index]),
      ...optionErrors(option.options ?? [], [...path, index, 'options'], depth + 1),
    ]),
  ];
}
