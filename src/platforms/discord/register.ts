import { Routes } from 'discord.js';
import { COMMANDS } from './commands.ts';
import { isEntryPoint, isRegistered } from './registered.ts';
import type { DiscordRest } from './rest.ts';

/** What we read of an application. */
export interface Application {
  readonly id: string;
  readonly approximate_guild_count?: number;
}

/** The application that the bot token belongs to. */
export function readApplication(rest: DiscordRest): Promise<Application> {
  return rest.call<Application>('get', Routes.currentApplication());
}

/** True when Discord knows the commands as they are now, in every language. */
export async function areCommandsRegistered(rest: DiscordRest, application: string) {
  return isRegistered(await readCommands(rest, application));
}

function readCommands(rest: DiscordRest, application: string): Promise<object[]> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  return rest.call<object[]>('get', Routes.applicationCommands(application), { query });
}

/** Makes Discord know the commands as they are now, in one call; none when it does already. */
export async function registerCommands(rest: DiscordRest, application: string): Promise<void> {
  const registered = await readCommands(rest, application);
  if (isRegistered(registered)) return;
  const body = [...COMMANDS, ...registered.filter(isEntryPoint)];
  await rest.call('put', Routes.applicationCommands(application), { body });
}
