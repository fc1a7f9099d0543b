import { type Answer, refusal } from './answers.ts';
import { judgeBlocks } from './blocks.ts';
import type { Args, Method } from './method.ts';
import { findPings } from './pings.ts';
import type { Block, FakeChannel, Workspace } from './workspace.ts';

/** The methods that are about persons and what they alone see. */
export function personMethods(workspace: Workspace): Readonly<Record<string, Method>> {
  return {
    'users.info': {
      token: 'bot',
      args: ['user', 'include_locale'],
      scope: () => 'users:read',
      run: (args) => userInfo(workspace, args),
    },
    'users.conversations': {
      token: 'bot',
      args: ['user', 'types', 'exclude_archived', 'limit', 'cursor', 'team_id'],
      scope: ({ types = '' }) =>
        missing(workspace, types.split(',')) ?? scopeOf(types.split(',')[0] ?? ''),
      run: (args) => userConversations(workspace, args),
    },
    'conversations.open': {
      token: 'bot',
      args: ['users', 'channel', 'return_im', 'prevent_creation'],
      scope: () => 'im:write',
      run: (args) => openDirect(workspace, args),
    },
    'chat.postEphemeral': {
      token: 'bot',
      args: ['channel', 'user', 'text', 'blocks', 'thread_ts', 'parse', 'link_names'],
      scope: () => 'chat:write',
      run: (args) => postEphemeral(workspace, args),
    },
  };
}

/** https://docs.slack.dev/reference/methods/users.info; the fields of a real answer that matter. */
function userInfo({ options }: Workspace, { user }: Args): Answer {
  const found = options.users.find(({ id }) => id === user);
  if (!found) return refusal('user_not_found');
  const { id, tz, isAdmin = false } = found;
  const rights = { is_admin: isAdmin, is_owner: false, is_primary_owner: false };
  return { ok: true, user: { id, name: id.slice(2).toLowerCase(), ...(tz && { tz }), ...rights } };
}

function scopeOf(type: string): string {
  return type === 'private_channel' ? 'groups:read' : 'channels:read';
}

function missing({ options }: Workspace, types: readonly string[]): string | undefined {
  return types.map(scopeOf).find((scope) => !options.scopes.includes(scope));
}

/** Everybody is in every channel; of private ones the bot sees its own. */
function userConversations({ channels }: Workspace, { types = 'public_channel' }: Args): Answer {
  const wanted = types.split(',');
  const isShown = (channel: FakeChannel) =>
    !channel.person &&
    !channel.isArchived &&
    (!channel.isPrivate || channel.isMember) &&
    wanted.includes(channel.isPrivate ? 'private_channel' : 'public_channel');
  const found = [...channels.values()].filter(isShown).map(({ id }) => ({ id }));
  return { ok: true, channels: found, response_metadata: { next_cursor: '' } };
}

function openDirect({ channels }: Workspace, { users }: Args): Answer {
  const found = [...channels.values()].find(({ person }) => person === users);
  return found ? { ok: true, channel: { id: found.id } } : refusal('user_not_found');
}

function postEphemeral(workspace: Workspace, args: Args): Answer {
  const { text = '', user = '', thread_ts } = args;
  const channel = workspace.channels.get(args.channel ?? '');
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  if (!channel.isMember) return refusal('not_in_channel');
  if (channel.person !== undefined && channel.person !== user)
    return refusal('user_not_in_channel');
  const blocks = JSON.parse(args.blocks ?? 'null') as Block[];
  const { error, details } = judgeBlocks(blocks);
  if (text === '' || error) {
    workspace.violations.push(`chat.postEphemeral: ${error ?? 'no_text'} ${details.join('; ')}`);
    return refusal(error ?? 'no_text');
  }
  for (const ping of findPings({ text, blocks }, 'person'))
    workspace.violations.push(`chat.postEphemeral: ${ping} would notify people`);
  const ts = workspace.nextTs();
  const inThread = thread_ts === undefined ? {} : { thread_ts };
  workspace.ephemerals.push({ user, channel: channel.id, ts, text, blocks, ...inThread });
  return { ok: true, message_ts: ts };
}
