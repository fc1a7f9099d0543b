import { type Answer, refusal } from './answers.ts';
import { judgeBlocks } from './blocks.ts';
import { history, replies } from './history.ts';
import type { Args, Method } from './method.ts';
import { personMethods } from './people.ts';
import { findPings } from './pings.ts';
import type { Views } from './views.ts';
import {
  type Block,
  BOT,
  type FakeChannel,
  findChannel,
  type PostedMessage,
  TEAM,
  type Workspace,
} from './workspace.ts';

/** The methods of the Web API that a bot like ours calls. `openSocket` gives a Socket Mode address. */
export function createMethods(
  workspace: Workspace,
  views: Views,
  openSocket: () => string,
): Readonly<Record<string, Method>> {
  const channelOf = (args: Args) => workspace.channels.get(args.channel ?? '');
  return {
    ...personMethods(workspace),
    'views.open': { token: 'bot', args: ['trigger_id', 'view'], run: views.open },
    'views.update': {
      token: 'bot',
      args: ['view_id', 'external_id', 'hash', 'view'],
      run: views.update,
    },
    'views.publish': { token: 'bot', args: ['user_id', 'hash', 'view'], run: views.publish },
    'auth.test': { token: 'bot', args: [], run: authTest },
    'apps.connections.open': {
      token: 'app',
      args: [],
      run: () => ({ ok: true, url: openSocket() }),
    },
    'chat.postMessage': {
      token: 'bot',
      args: POST_ARGS,
      scope: () => 'chat:write',
      run: (args) => postMessage(workspace, findChannel(workspace, args.channel), args),
    },
    'chat.update': {
      token: 'bot',
      args: UPDATE_ARGS,
      scope: () => 'chat:write',
      run: (args) => updateMessage(workspace, channelOf(args), args),
    },
    'conversations.info': {
      token: 'bot',
      args: ['channel', 'include_locale', 'include_num_members'],
      scope: (args) => `${kindOf(channelOf(args))}:read`,
      run: (args) => info(channelOf(args)),
    },
    'conversations.history': {
      token: 'bot',
      args: HISTORY_ARGS,
      scope: (args) => `${kindOf(channelOf(args))}:history`,
      run: (args) => history(workspace, channelOf(args), args),
    },
    'conversations.replies': {
      token: 'bot',
      args: [...HISTORY_ARGS, 'ts'],
      scope: (args) => `${kindOf(channelOf(args))}:history`,
      run: (args) => replies(workspace, channelOf(args), args),
    },
  };
}

const POST_ARGS = [
  ...['channel', 'text', 'blocks', 'metadata', 'mrkdwn', 'parse', 'link_names'],
  ...['unfurl_links', 'unfurl_media', 'thread_ts', 'reply_broadcast'],
];

const HISTORY_ARGS = [
  ...['channel', 'cursor', 'include_all_metadata', 'inclusive', 'latest', 'limit', 'oldest'],
];

/** The first half of the scopes that a channel asks for. */
function kindOf(channel: FakeChannel | undefined): 'channels' | 'groups' | 'im' {
  if (channel?.person !== undefined) return 'im';
  return channel?.isPrivate ? 'groups' : 'channels';
}

/** https://docs.slack.dev/reference/methods/chat.update */
const UPDATE_ARGS = [
  ...['channel', 'ts', 'text', 'blocks', 'metadata', 'parse', 'link_names', 'reply_broadcast'],
];

function authTest(): Answer {
  return {
    ok: true,
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    team_id: TEAM.id,
    user: BOT.user,
    user_id: BOT.userId,
    bot_id: BOT.id,
    is_enterprise_install: false,
  };
}

/** https://docs.slack.dev/reference/methods/conversations.info; the fields of a real answer that matter. */
function info(channel: FakeChannel | undefined): Answer {
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  return {
    ok: true,
    channel: {
      id: channel.id,
      is_channel: channel.person === undefined,
      is_im: channel.person !== undefined,
      is_mpim: false,
      is_private: channel.isPrivate ?? false,
      is_archived: channel.isArchived ?? false,
      is_member: channel.isMember ?? false,
      ...(channel.creator && { creator: channel.creator }),
    },
  };
}

function postMessage(workspace: Workspace, channel: FakeChannel | undefined, args: Args): Answer {
  const error =
    channelError(workspace, channel) ??
    threadError(workspace, channel, args) ??
    contentError(workspace, 'chat.postMessage', args);
  if (error) return error;
  const ts = workspace.nextTs();
  const message = {
    channel: channel?.id ?? '',
    ts,
    ...(args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts }),
    text: args.text ?? '',
    blocks: parseJson(args.blocks) as Block[],
    metadata: parseJson(args.metadata) as never,
    edits: 0,
  };
  workspace.messages.push(message);
  return shown(workspace, 'chat.postMessage', message);
}

/** Metadata that is not given stays as it is. */
function updateMessage(workspace: Workspace, channel: FakeChannel | undefined, args: Args): Answer {
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  const { messages } = workspace;
  const index = messages.findIndex((it) => it.channel === channel.id && it.ts === args.ts);
  const before = messages[index];
  if (!before) return refusal('message_not_found');
  if (channel.isArchived) return refusal('is_archived');
  const error = contentError(workspace, 'chat.update', args);
  if (error) return error;
  const message = {
    ...before,
    text: args.text ?? '',
    blocks: parseJson(args.blocks) as Block[],
    metadata: args.metadata === undefined ? before.metadata : (parseJson(args.metadata) as never),
    edits: before.edits + 1,
  };
  messages[index] = message;
  return shown(workspace, 'chat.update', message);
}

function shown(workspace: Workspace, method: string, message: PostedMessage): Answer {
  const { channel, ts, edits, ...content } = message;
  for (const ping of findPings(message)) {
    workspace.violations.push(`${method}: ${ping} would notify people`);
  }
  return { ok: true, channel, ts, message: { type: 'message', ts, ...content } };
}

function channelError(workspace: Workspace, channel: FakeChannel | undefined) {
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  if (channel.isArchived) return refusal('is_archived');
  const mayPostOutside = workspace.options.scopes.includes('chat:write.public');
  if (!channel.isMember && !mayPostOutside) return refusal('not_in_channel');
  return channel.isRestricted ? refusal('restricted_action') : undefined;
}

/** A thread is that of a message in the same channel, which is in no thread itself. */
function threadError({ messages }: Workspace, channel: FakeChannel | undefined, args: Args) {
  if (args.thread_ts === undefined) return undefined;
  const parent = messages.find((it) => it.channel === channel?.id && it.ts === args.thread_ts);
  return parent && parent.thread_ts === undefined ? undefined : refusal('thread_not_found');
}

/** Faults of the message itself. They are always ours, so they are violations, too. */
function contentError(workspace: Workspace, method: string, args: Args) {
  const [error, details] = judgeContent(args);
  if (error === null) return undefined;
  workspace.violations.push(`${method}: ${error} ${details.join('; ')}`.trim());
  const messages = details.map((detail) => `[ERROR] ${detail}`);
  return { ...refusal(error), errors: details, response_metadata: { messages } };
}

function judgeContent(args: Args): [string | null, readonly string[]] {
  const { text = '', blocks, metadata } = args;
  if (text === '') return ['no_text', []];
  if (text.length > 40_000) return ['msg_too_long', []];
  const parsed = parseJson(blocks);
  if (!Array.isArray(parsed)) return ['invalid_blocks_format', []];
  if (metadata !== undefined && !isMetadata(parseJson(metadata))) {
    return ['invalid_metadata_format', []];
  }
  const { error, details } = judgeBlocks(parsed);
  return [error, details];
}

/** https://docs.slack.dev/messaging/message-metadata: a name and a flat object. */
function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { event_type, event_payload, ...rest } = value as Record<string, unknown>;
  const isName = typeof event_type === 'string' && /^[\w.]{1,255}$/.test(event_type);
  const isFlat =
    typeof event_payload === 'object' &&
    event_payload !== null &&
    Object.values(event_payload).every((field) => /string|number|boolean/.test(typeof field));
  return isName && isFlat && Object.keys(rest).length === 0;
}

function parseJson(value: string | undefined): unknown {
  try {
    return value === undefined ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}
