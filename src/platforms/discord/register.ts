import { Routes } from 'discord.js';
import { COMMANDS } from './commands.ts';
import { isRegistered } from './registered.ts';
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
  const query = new URLSearchParams({ with_localizations: 'true' });
  const route = Routes.applicationCommands(application);
  return isRegistered(await rest.call<unknown[]>('get', route, { query }));
}

/** Makes Discord know the commands as they are now, in one call; none when it does already. */
export async function registerCommands(rest: DiscordRest, application: string): Promise<void> {
  if (await areCommandsRegistered(rest, application)) return;
  await rest.call('put', Routes.applicationCommands(application), { body: COMMANDS });
}
