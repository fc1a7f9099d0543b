import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type CommandInteractionOption,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type DescriptionKey, described } from './descriptions/index.ts';
import { choice, completed, file, forum, group, subcommand, text } from './options.ts';

export type CommandDefinition = RESTPostAPIChatInputApplicationCommandsJSONBody;
type Options = NonNullable<CommandDefinition['options']>;

const subscribe = [completed('query', 'subscribeQuery'), forum()];
const unsubscribe = [completed('query', 'unsubscribeQuery'), forum()];
const subscriptions = [text('page', 'page'), forum()];

/**
 * Every slash command of the bot. What can be typed alone stands below /papers, too: a server may
 * have another bot's /subscribe. A command takes 25 options, and /papers has them all, so /email is apart.
 */
export const COMMANDS: readonly CommandDefinition[] = [
  command('subscribe', 'subscribe', subscribe),
  command('unsubscribe', 'unsubscribe', unsubscribe),
  command('subscriptions', 'subscriptions', subscriptions),
  command('email', 'email', [text('to', 'emailTo', true), text('what', 'emailWhat')]),
  command('papers', 'papers', [
    subcommand('today', 'today'),
    subcommand('trending', 'trending', [completed('query', 'trendingQuery', false)]),
    subcommand('more', 'more', [text('page', 'page')]),
    subcommand('search', 'search', [completed('query', 'searchQuery')]),
    subcommand('preview', 'preview', [completed('query', 'previewQuery')]),
    subcommand('why', 'why', [text('paper', 'paper', true)]),
    subcommand('save', 'save', [text('paper', 'paper', true)]),
    subcommand('saved', 'saved', [text('page', 'page')]),
    subcommand('subscribe', 'subscribe', subscribe),
    subcommand('unsubscribe', 'unsubscribe', unsubscribe),
    subcommand('subscriptions', 'subscriptions', subscriptions),
    subcommand('mute', 'mute', [completed('what', 'muteWhat')]),
    subcommand('muted', 'muted'),
    subcommand('unmute', 'unmute', [completed('what', 'unmuteWhat')]),
    subcommand('settings', 'settings', [text('change', 'settingsChange'), forum()]),
    subcommand('schedule', 'schedule', [text('when', 'when')]),
    subcommand('limit', 'limit', [text('cards', 'cards')]),
    subcommand('notices', 'notices', [choice('wanted', 'wanted', ['on', 'off'])]),
    subcommand('pause', 'pause', [text('until', 'until')]),
    subcommand('resume', 'resume', [forum()]),
    subcommand('export', 'export', [choice('what', 'exportWhat', ['feeds'])]),
    subcommand('import', 'import', [file('file', 'file')]),
    group('source', 'source', [
      subcommand('add', 'sourceAdd', [text('address', 'sourceAddAddress', true)]),
      subcommand('remove', 'sourceRemove', [text('address', 'sourceRemoveAddress', true)]),
    ]),
    subcommand('sources', 'sources', [text('page', 'page')]),
    subcommand('help', 'help'),
  ]),
];

/** An option as it comes with a command, or with one that is being typed. */
export type EnteredOption = Pick<CommandInteractionOption, 'type' | 'name' | 'value'> & {
  readonly options?: readonly EnteredOption[] | undefined;
};

/**
 * The words that were typed, for instance "papers schedule 08:30 Europe/Berlin". Neither a channel
 * nor a file is part of them.
 */
export function commandText(name: string, options: readonly EnteredOption[]): string {
  return [name, ...options.flatMap(words)].join(' ');
}

/** The name of the command itself: "subscribe" of /subscribe and of /papers subscribe. */
export function commandName(name: string, options: readonly EnteredOption[]): string {
  const nested = options.find((option) => option.options !== undefined);
  return nested ? commandName(nested.name, nested.options ?? []) : name;
}

/** The id of the forum that was chosen; undefined when the command is about its own channel. */
export function forumOption(options: readonly EnteredOption[]): string | undefined {
  const chosen = flat(options).find(({ type }) => type === ApplicationCommandOptionType.Channel);
  return chosen && String(chosen.value);
}

function words(option: EnteredOption): string[] {
  if (option.options) return [option.name, ...option.options.flatMap(words)];
  if (NO_WORDS.includes(option.type)) return [];
  return [String(option.value ?? option.name)];
}

const NO_WORDS: readonly ApplicationCommandOptionType[] = [
  ApplicationCommandOptionType.Channel,
  ApplicationCommandOptionType.Attachment,
];

function flat(options: readonly EnteredOption[]): EnteredOption[] {
  return options.flatMap((option) => [option, ...flat(option.options ?? [])]);
}

function command(name: string, key: DescriptionKey, options: Options): CommandDefinition {
  return {
    type: ApplicationCommandType.ChatInput,
    ...{ name, options, ...described(key) },
    contexts: [
      InteractionContextType.Guild,
      InteractionContextType.BotDM,
      InteractionContextType.PrivateChannel,
    ],
    integration_types: [
      ApplicationIntegrationType.GuildInstall,
      ApplicationIntegrationType.UserInstall,
    ],
  };
}
