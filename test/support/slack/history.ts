import { type Answer, refusal } from './answers.ts';
import type { Args } from './method.ts';
import type { FakeChannel, PostedMessage, Workspace } from './workspace.ts';

/** conversations.history: a page, newest message first, and a cursor to the next one; no replies in threads. */
export function history(
  workspace: Workspace,
  channel: FakeChannel | undefined,
  args: Args,
): Answer {
  const found = matching(workspace, channel, args).filter((it) => it.thread_ts === undefined);
  return pageOf(channel, inOrder(workspace, found), args);
}

/** conversations.replies: the first message of a thread, and a page of what was said in it. */
export function replies(
  workspace: Workspace,
  channel: FakeChannel | undefined,
  args: Args,
): Answer {
  const isParent = ({ ts, channel: id }: PostedMessage) => ts === args.ts && id === channel?.id;
  const parent = workspace.messages.find(isParent);
  if (!parent) return refusal('thread_not_found');
  const found = matching(workspace, channel, args).filter((it) => it.thread_ts === args.ts);
  return pageOf(channel, [parent, ...found], args);
}

function pageOf(
  channel: FakeChannel | undefined,
  found: readonly PostedMessage[],
  args: Args,
): Answer {
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  if (!channel.isMember) return refusal('not_in_channel');
  const limit = Number(args.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return refusal('invalid_limit');
  const start = Number(args.cursor ?? 0);
  const end = start + limit;
  return {
    ok: true,
    messages: newestFirst(found.slice(start, end)).map((message) =>
      shown(message, args.include_all_metadata === 'true'),
    ),
    has_more: end < found.length,
    response_metadata: { next_cursor: end < found.length ? String(end) : '' },
  };
}

function matching(
  { messages }: Workspace,
  channel: FakeChannel | undefined,
  { oldest = '0' }: Args,
): PostedMessage[] {
  return messages.filter((it) => it.channel === channel?.id && Number(it.ts) > Number(oldest));
}

function inOrder(workspace: Workspace, messages: PostedMessage[]): PostedMessage[] {
  return workspace.options.historyPagesFrom === 'oldest' ? messages : newestFirst(messages);
}

function newestFirst(messages: readonly PostedMessage[]): PostedMessage[] {
  return messages.toSorted((a, b) => Number(b.ts) - Number(a.ts));
}

function shown({ metadata, edits, ...message }: PostedMessage, withMetadata: boolean) {
  return { type: 'message', ...message, ...(withMetadata && metadata ? { metadata } : {}) };
}
