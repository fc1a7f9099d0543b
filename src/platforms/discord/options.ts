import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandGroupOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ChannelType,
} from 'discord.js';
import { type DescriptionKey, described } from './descriptions/index.ts';

type Basic = APIApplicationCommandBasicOption;
type Subcommand = APIApplicationCommandSubcommandOption;

/** Words that are typed. */
export function text(name: string, key: DescriptionKey, required = false): Basic {
  return { type: ApplicationCommandOptionType.String, name, required, ...described(key) };
}

/** Words that are typed, with what may be meant shown below. */
export function completed(name: string, key: DescriptionKey, required = true): Basic {
  return {
    type: ApplicationCommandOptionType.String,
    ...{ name, required, autocomplete: true, ...described(key) },
  };
}

/** One of a few words. */
export function choice(name: string, key: DescriptionKey, values: readonly string[]): Basic {
  const choices = values.map((value) => ({ name: value, value }));
  return { type: ApplicationCommandOptionType.String, name, choices, ...described(key) };
}

/** A file to send along. */
export function file(name: string, key: DescriptionKey): Basic {
  return { type: ApplicationCommandOptionType.Attachment, name, ...described(key) };
}

/** A forum: nobody can type a command in one. (Discord's schema does not list media channels here.) */
export function forum(): Basic {
  return {
    ...{ type: ApplicationCommandOptionType.Channel, name: 'forum', ...described('forum') },
    channel_types: [ChannelType.GuildForum],
  };
}

export function subcommand(name: string, key: DescriptionKey, options: Basic[] = []): Subcommand {
  return { type: ApplicationCommandOptionType.Subcommand, name, options, ...described(key) };
}

export function group(
  name: string,
  key: DescriptionKey,
  options: Subcommand[],
): APIApplicationCommandSubcommandGroupOption {
  return { type: ApplicationCommandOptionType.SubcommandGroup, name, options, ...described(key) };
}
