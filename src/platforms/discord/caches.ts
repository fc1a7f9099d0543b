import { type ClientOptions, Options } from 'discord.js';

/**
 * What the gateway's client remembers: servers, channels, threads and roles, which it needs to
 * understand an interaction, and the bot itself. A member's permissions come with the interaction.
 * @param ownId the bot's user id, once it is known.
 */
export function leanCaches(
  ownId: () => string | undefined,
): Pick<ClientOptions, 'makeCache' | 'sweepers'> {
  const onlyTheBot = { maxSize: 0, keepOverLimit: ({ id }: { id: string }) => id === ownId() };
  return {
    makeCache: Options.cacheWithLimits({
      ...{ GuildMemberManager: onlyTheBot, UserManager: onlyTheBot },
      ...{ MessageManager: 0, DMMessageManager: 0, GuildMessageManager: 0 },
      ...{ ReactionManager: 0, ReactionUserManager: 0, PresenceManager: 0 },
      ...{ ThreadMemberManager: 0, VoiceStateManager: 0, StageInstanceManager: 0 },
      ...{ GuildEmojiManager: 0, GuildStickerManager: 0, GuildScheduledEventManager: 0 },
    }),
    sweepers: Options.DefaultSweeperSettings,
  };
}
