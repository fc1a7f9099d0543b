import { ApplicationIntegrationType, InteractionContextType, Routes } from 'discord.js';
import { COMMANDS, type CommandDefinition } from './commands.ts';
import { isEntryPoint, isRegistered } from './registered.ts';
import type { DiscordRest } from './rest.ts';

/** What we read of an application. */
export interface Application {
  readonly id: string;
  readonly approximate_guild_count?: number;
  /** By the numbers of the ways in which it can be installed: 0 in a server, 1 for oneself. */
  readonly integration_types_config?: Readonly<Record<string, unknown>>;
}

/** The application that the bot token belongs to. */
export function readApplication(rest: DiscordRest): Promise<Application> {
  return rest.call<Application>('get', Routes.currentApplication());
}

/** True when Discord knows the commands as they are now, in every language. */
export async function areCommandsRegistered(rest: DiscordRest, application: Application) {
  return isRegistered(await readCommands(rest, application.id), commandsFor(application));
}

function readCommands(rest: DiscordRest, application: string): Promise<object[]> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  return rest.call<object[]>('get', Routes.applicationCommands(application), { query });
}

/** Makes Discord know the commands as they are now, in one call; none when it does already. */
export async function registerCommands(rest: DiscordRest, application: Application): Promise<void> {
  const registered = await readCommands(rest, application.id);
  const commands = commandsFor(application);
  if (isRegistered(registered, commands)) return;
  const body = [...commands, ...registered.filter(isEntryPoint)];
  await rest.call('put', Routes.applicationCommands(application.id), { body });
}

/** The commands as this application can offer them: for oneself only where User Install is on. */
function commandsFor({
  integration_types_config: ways,
}: Application): readonly CommandDefinition[] {
  if (!ways || String(ApplicationIntegrationType.UserInstall) in ways) return COMMANDS;
  return COMMANDS.map((command) => ({
    ...command,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  }));
}
