import { type Answer, refusal } from './answers.ts';
import type { FakeChannel, PostedMessage, Workspace } from './workspace.ts';

/** conversations.history: a page, newest message first, and a cursor to the next one. */
export function history(
  workspace: Workspace,
  channel: FakeChannel | undefined,
  args: Readonly<Record<string, string>>,
): Answer {
  if (!channel || (channel.isPrivate && !channel.isMember)) return refusal('channel_not_found');
  if (!channel.isMember) return refusal('not_in_channel');
  const limit = Number(args.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return refusal('invalid_limit');
  const start = Number(args.cursor ?? 0);
  const found = inOrder(workspace, matching(workspace, channel, args.oldest ?? '0'));
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

function matching(workspace: Workspace, channel: FakeChannel, oldest: string): PostedMessage[] {
  return workspace.messages.filter(
    (message) => message.channel === channel.id && Number(message.ts) > Number(oldest),
  );
}

function inOrder(workspace: Workspace, messages: PostedMessage[]): PostedMessage[] {
  return workspace.options.historyPagesFrom === 'oldest' ? messages : newestFirst(messages);
}

function newestFirst(messages: PostedMessage[]): PostedMessage[] {
  return messages.toSorted((a, b) => Number(b.ts) - Number(a.ts));
}

function shown({ metadata, edits, ...message }: PostedMessage, withMetadata: boolean) {
  return { type: 'message', ...message, ...(withMetadata && metadata ? { metadata } : {}) };
}
