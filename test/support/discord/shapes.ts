import type { AnyComponent } from './components.ts';
import type { FakeChannel, PostedMessage, RegisteredCommand, SentBody, World } from './world.ts';

/** The objects of Discord's API as it sends them, field by field. */

export function userJson(id: string, username: string, bot: boolean) {
  return {
    ...{ id, username, global_name: null, discriminator: bot ? '4242' : '0', avatar: null },
    ...{ bot, system: false, public_flags: 0, flags: 0, banner: null, accent_color: null },
    ...{ avatar_decoration_data: null, collectibles: null, primary_guild: null },
  };
}

export function botJson({ applicationId }: World) {
  return userJson(applicationId, 'paper-route', true);
}

export function memberJson() {
  return {
    ...{ avatar: null, banner: null, communication_disabled_until: null, deaf: false, flags: 0 },
    ...{ joined_at: '2026-01-04T20:21:10.139000+00:00', mute: false, nick: null, pending: false },
    ...{
      premium_since: null,
      roles: [],
      unusual_dm_activity_until: null,
      permissions: '2248473465835073',
    },
  };
}

export function applicationJson(world: World) {
  return {
    ...{ id: world.applicationId, name: 'Paper Route', icon: null, description: '', summary: '' },
    ...{ type: null, bot_public: true, bot_require_code_grant: false, verify_key: '00', flags: 0 },
    ...{
      bot: botJson(world),
      approximate_guild_count: world.guildCount,
      integration_types_config: { 0: {}, ...(world.userInstall && { 1: {} }) },
      hook: true,
      is_monetized: false,
    },
    ...{ redirect_uris: [], interactions_endpoint_url: null, tags: [] },
  };
}

export function channelJson(channel: FakeChannel, world: World) {
  const { userId } = world;
  const common = { id: channel.id, type: channel.type, last_message_id: null, flags: 0 };
  if (channel.type === 1) return { ...common, recipients: [userJson(userId, 'reader', false)] };
  const named = {
    ...common,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
  };
  if (channel.type !== 11) {
    return {
      ...named,
      ...((channel.type === 15 || channel.type === 16) && {
        ...{ flags: channel.requiresTag ? 1 << 4 : 0, available_tags: [] },
        ...{ default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 },
      }),
      position: 0,
      permission_overwrites: overwritesJson(channel, world),
      nsfw: false,
      topic: null,
      rate_limit_per_user: 0,
    };
  }
  return {
    ...named,
    ...{
      owner_id: channel.ownerId,
      message_count: 0,
      total_message_sent: 0,
      member_count: 1,
      rate_limit_per_user: 0,
    },
    thread_metadata: {
      ...{ archived: channel.archived, locked: channel.locked, auto_archive_duration: 1440 },
      archive_timestamp: new Date(channel.archivedAt).toISOString(),
    },
  };
}

/** What the bot may not do in a channel, or in its threads, is taken from everybody there. */
function overwritesJson(channel: FakeChannel, { channels }: World) {
  const threads = [...channels.values()].filter(({ parentId }) => parentId === channel.id);
  const taken: [boolean, bigint][] = [
    [channel.may.view, 1n << 10n],
    [channel.may.send, 1n << 11n],
    [channel.may.embed, 1n << 14n],
    [channel.may.readHistory, 1n << 16n],
    [channel.may.createThreads, 1n << 35n],
    [channel.may.sendInThreads && threads.every(({ may }) => may.send), 1n << 38n],
  ];
  const deny = taken.reduce((bits, [may, bit]) => (may ? bits : bits | bit), 0n);
  return deny === 0n ? [] : [{ id: channel.guildId, type: 0, allow: '0', deny: String(deny) }];
}

export function guildJson(world: World, id: string) {
  const { applicationId } = world;
  const channels = [...world.channels.values()].filter(({ guildId }) => guildId === id);
  const everyone = {
    ...{ id, name: '@everyone', color: 0, hoist: false, position: 0, managed: false },
    ...{ permissions: '309237730304', mentionable: false, flags: 0 },
  };
  return {
    ...{ id, name: 'Reading Lab', icon: null, owner_id: world.userId, roles: [everyone] },
    ...{
      emojis: [],
      stickers: [],
      features: [],
      members: [{ ...memberJson(), user: botJson(world) }],
    },
    ...{ presences: [], voice_states: [], stage_instances: [], guild_scheduled_events: [] },
    ...{ large: false, unavailable: false, member_count: 2, joined_at: memberJson().joined_at },
    ...{
      afk_channel_id: null,
      afk_timeout: 300,
      verification_level: 0,
      nsfw_level: 0,
      mfa_level: 0,
    },
    ...{ default_message_notifications: 0, explicit_content_filter: 0, premium_tier: 0 },
    ...{ system_channel_id: null, system_channel_flags: 0, preferred_locale: 'en-US' },
    ...{ rules_channel_id: null, public_updates_channel_id: null, vanity_url_code: null },
    ...{ description: null, banner: null, splash: null, discovery_splash: null },
    ...{ premium_progress_bar_enabled: false, application_id: null, owner: applicationId === id },
    channels: channels
      .filter(({ type }) => type !== 1 && type !== 11)
      .map((it) => channelJson(it, world)),
    threads: channels.filter(({ type }) => type === 11).map((it) => channelJson(it, world)),
  };
}

/** A message as an answer; only the answer to its sending holds the nonce. */
export function messageJson({ id, channelId, body, at, authorId }: PostedMessage, world: World) {
  const own = authorId === world.applicationId;
  return {
    ...{ id, channel_id: channelId, type: 0, content: body.content ?? '' },
    author: own ? botJson(world) : userJson(authorId, 'reader', false),
    embeds: (body.embeds ?? []).map((embed) => ({
      type: 'rich',
      content_scan_version: 0,
      ...embed,
    })),
    attachments: attachmentsJson(body),
    components: numbered(body.components ?? []),
    ...{
      mentions: [],
      mention_roles: [],
      mention_everyone: false,
    },
    ...{ pinned: false, tts: false, flags: body.flags ?? 0, edited_timestamp: null },
    timestamp: new Date(at).toISOString(),
  };
}

/** What Discord says of a component that we did not say. */
const DEFAULTS: Readonly<Record<number, object>> = {
  3: { min_values: 1, max_values: 1, disabled: false },
  14: { spacing: 1, divider: true },
  17: { accent_color: null, spoiler: false },
};

/** Discord gives each component a number, in the order in which they are seen. */
function numbered(components: readonly object[]): object[] {
  let last = 0;
  const number = (component: object): object => {
    const id = ++last;
    const { type, components: inner, accessory } = component as AnyComponent;
    return {
      ...DEFAULTS[type],
      ...component,
      id,
      ...(inner && { components: inner.map(number) }),
      ...(accessory && { accessory: number(accessory) }),
    };
  };
  return components.map(number);
}

function attachmentsJson({ attachments }: SentBody): object[] {
  return (attachments ?? []).map(({ id, filename = 'file' }) => {
    const url = `https://cdn.discordapp.com/ephemeral-attachments/${id}/${filename}`;
    return { id, filename, size: 1, url, proxy_url: url, content_type: 'text/plain' };
  });
}

/** A command as GET gives it back: with fields that nobody set, without those that say nothing. */
export function commandJson({ options, ...command }: RegisteredCommand, world: World) {
  return {
    ...{ application_id: world.applicationId, default_member_permissions: null, type: 1 },
    ...{
      nsfw: false,
      dm_permission: true,
      name_localizations: null,
      description_localizations: null,
    },
    ...command,
    ...(options?.length && { options: options.map(optionJson) }),
  };
}

function optionJson(option: object): object {
  const { required, options, ...rest } = option as { required?: boolean; options?: object[] };
  return {
    ...rest,
    ...(required && { required }),
    ...(options?.length && { options: options.map(optionJson) }),
  };
}
