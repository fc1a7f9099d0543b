import { PermissionFlagsBits } from 'discord.js';

/** What the bot needs in a server: to see channels, to post, to open threads, to find its posts. */
export const PERMISSIONS: bigint =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads;

/** The page on which a person adds the bot to a server. https://docs.discord.com/developers/topics/oauth2 */
export function inviteLink(application: string): string {
  const scope = 'bot+applications.commands';
  return `https://discord.com/oauth2/authorize?client_id=${application}&scope=${scope}&permissions=${PERMISSIONS}`;
}
