import type { App, Context } from '@slack/bolt';
import type { ChannelAddress } from '../../core/channel.ts';
import type { ChatHooks } from '../../core/command.ts';
import { type Workspaces, workspaceOf } from './workspaces.ts';

const ARCHIVED = 'The channel is archived. Unarchive it, and the papers come again.';
const DELETED = 'The channel was deleted.';
const REMOVED =
  'The bot was removed from the channel. Invite it with /invite @Paper Route, and the papers come again.';
const UNINSTALLED =
  'The app was removed from the workspace. Install it again, and the papers come again.';

/**
 * Hears what happens to channels and to the app itself. Needs the events of
 * docs/slack-manifest.yaml; without them Slack tells nothing of it. A channel's new name changes
 * nothing: we keep ids alone.
 */
export function listenForEvents(app: App, hooks: ChatHooks, workspaces: Workspaces): void {
  listenForReturns(app, hooks);
  listenForClosings(app, hooks);
  listenForRemovals(app, hooks, workspaces);
  listenForFarewells(app, hooks, workspaces);
}

/** The bot was invited, or a channel was unarchived. */
function listenForReturns(app: App, { happened }: ChatHooks): void {
  const returned = (context: Context) =>
    happened({ kind: 'returned', workspace: workspaceOf(context) });
  app.event('member_joined_channel', async ({ event, context }) => {
    if (event.user === context.botUserId) returned(context);
  });
  app.event('channel_unarchive', async ({ context }) => returned(context));
  app.event('group_unarchive', async ({ context }) => returned(context));
}

/** A channel is archived or deleted, or goes on under another id. */
function listenForClosings(app: App, { happened }: ChatHooks): void {
  const close = (context: Context, channel: string, reason: string) =>
    happened({ kind: 'closed', channel: address(context, channel), reason });
  app.event('channel_archive', async ({ event, context }) => {
    if (!event.is_moved) close(context, event.channel, ARCHIVED);
  });
  app.event('group_archive', async ({ event, context }) => {
    if (!event.is_moved) close(context, event.channel, ARCHIVED);
  });
  app.event('channel_deleted', async ({ event, context }) =>
    close(context, event.channel, DELETED),
  );
  app.event('group_deleted', async ({ event, context }) => close(context, event.channel, DELETED));
  app.event('channel_id_changed', async ({ event, context }) => {
    const from = address(context, event.old_channel_id);
    happened({ kind: 'moved', from, to: address(context, event.new_channel_id) });
  });
}

/**
 * The bot was removed from a channel. In a public one it may go on posting with
 * chat:write.public. Slack tells this by channel_left and group_left; member_left_channel comes for
 * other members only: https://github.com/slackapi/bolt-js/issues/1847
 */
function listenForRemovals(app: App, { happened }: ChatHooks, workspaces: Workspaces): void {
  app.event('group_left', async ({ event, context }) =>
    happened({ kind: 'closed', channel: address(context, event.channel), reason: REMOVED }),
  );
  app.event('channel_left', async ({ event, context }) => {
    const access = await workspaces.access(workspaceOf(context));
    if (access?.scopes?.includes('chat:write.public')) return;
    happened({ kind: 'closed', channel: address(context, event.channel), reason: REMOVED });
  });
}

/** The app was removed from a workspace, or its token was taken back. */
function listenForFarewells(app: App, { happened }: ChatHooks, workspaces: Workspaces): void {
  async function leave(context: Context, seconds: number): Promise<void> {
    const workspace = workspaceOf(context);
    const endOfThatSecond = new Date((seconds + 1) * 1_000);
    const left = await workspaces.forget(workspace, endOfThatSecond);
    if (left) happened({ kind: 'left', workspace, reason: UNINSTALLED });
  }
  app.event('app_uninstalled', async ({ context, body }) => leave(context, body.event_time));
  app.event('tokens_revoked', async ({ event, context, body }) => {
    if (event.tokens.bot?.length) await leave(context, body.event_time);
  });
}

function address(context: Context, channel: string): ChannelAddress {
  return { platform: 'slack', workspace: workspaceOf(context), channel };
}
