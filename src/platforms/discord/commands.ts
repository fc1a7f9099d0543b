import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type CommandInteractionOption,
  InteractionContextType,
} from 'discord.js';

interface StringOption {
  readonly type: ApplicationCommandOptionType.String;
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
}

interface Subcommand {
  readonly type: ApplicationCommandOptionType.Subcommand;
  readonly name: string;
  readonly description: string;
  readonly options: readonly StringOption[];
}

/** A slash command as Discord registers it: only the fields that we set. */
export interface CommandDefinition {
  readonly type: ApplicationCommandType.ChatInput;
  readonly name: string;
  readonly description: string;
  readonly options: readonly (StringOption | Subcommand)[];
  readonly contexts: readonly InteractionContextType[];
  readonly integration_types: readonly ApplicationIntegrationType[];
}

/** Every slash command of the bot: in the channels and threads of a server, and in messages to the bot. */
export const COMMANDS: readonly CommandDefinition[] = [
  command('subscribe', 'Follow a topic in this channel', [
    text('query', 'Words to look for: grpo, or "preference optimization" -diffusion', true),
  ]),
  command('unsubscribe', 'Stop following a topic in this channel', [
    text('query', 'The query as /subscriptions shows it', true),
  ]),
  command('subscriptions', 'What this channel follows, and when papers come', []),
  command('papers', "Today's papers, when papers come, and help", [
    subcommand('today', "The newest day's papers for this channel", []),
    subcommand('more', 'Papers beyond the cards of the day', [
      text('page', 'The page, from 1', false),
    ]),
    subcommand('preview', 'What a query would bring, without subscribing', [
      text('query', 'For instance grpo upvotes>=20', true),
    ]),
    subcommand('search', 'Search all stored papers', [
      text('query', 'For instance title:grpo has:code', true),
    ]),
    subcommand('why', 'Why a paper was posted here, or why not', [
      text('paper', 'Its arXiv id, its DOI or a link', true),
    ]),
    subcommand('schedule', 'See or set when papers come', [
      text(
        'when',
        '08:30 weekdays Europe/Berlin, or now; leave it out to see the present time',
        false,
      ),
    ]),
    subcommand('limit', 'See or set how many cards a day come here', [
      text('cards', 'A number from 1 to 200', false),
    ]),
    subcommand('notices', 'Whether this channel is told of silent sources', [
      text('wanted', 'on or off; leave it out to see the present setting', false),
    ]),
    subcommand('resume', 'Try a paused channel again', []),
    subcommand('help', 'What the bot can do', []),
  ]),
];

/** The words that were typed, for instance "papers schedule 08:30 Europe/Berlin". */
export function commandText(name: string, options: readonly CommandInteractionOption[]): string {
  return [name, ...words(options)].join(' ');
}

/** True when what Discord has registered says the same as COMMANDS, in whatever order. */
export function isRegistered(registered: readonly unknown[]): boolean {
  const theirs = registered.map((entry) => JSON.stringify(essence(entry as CommandDefinition)));
  const ours = COMMANDS.map((entry) => JSON.stringify(essence(entry)));
  return theirs.length === ours.length && ours.every((entry) => theirs.includes(entry));
}

function words(options: readonly CommandInteractionOption[]): string[] {
  return options.flatMap((option) =>
    option.options
      ? [option.name, ...words(option.options)]
      : [String(option.value ?? option.name)],
  );
}

/** The fields that we set, in one order; Discord's answers hold more, and leave out empty ones. */
function essence(entry: Partial<CommandDefinition>) {
  const { type, name, description, contexts, integration_types } = entry;
  return {
    ...{ type, name, description },
    contexts: contexts?.toSorted(),
    integration_types: integration_types?.toSorted(),
    options: entry.options?.map(optionEssence) ?? [],
  };
}

function optionEssence(option: Partial<StringOption> | Partial<Subcommand>): unknown {
  const { type, name, description } = option;
  const required = 'required' in option && option.required === true;
  const nested = 'options' in option ? option.options?.map(optionEssence) : [];
  return { type, name, description, required, options: nested ?? [] };
}

function command(
  name: string,
  description: string,
  options: CommandDefinition['options'],
): CommandDefinition {
  return {
    type: ApplicationCommandType.ChatInput,
    ...{ name, description, options },
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

function text(name: string, description: string, required: boolean): StringOption {
  return { type: ApplicationCommandOptionType.String, name, description, required };
}

function subcommand(name: string, description: string, options: StringOption[]): Subcommand {
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options };
}
