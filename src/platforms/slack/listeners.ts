import type { App, RespondFn, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { CommandHandler, CommandRequest, OnReturn, Reply } from '../../core/command.ts';
import type { Message } from '../../core/message.ts';
import type { Log } from '../../lib/log.ts';
import { createTasks, type Tasks } from '../../lib/tasks.ts';
import { failureName } from './errors.ts';
import { SLACK_LIMITS } from './limits.ts';
import { goingOn, paginate } from './paginate.ts';
import { PLAIN_FALLBACK, renderReply } from './render.ts';
import { unescapeText } from './text.ts';

/** Every command of the app, those too that docs/slack-manifest.yaml does not name (any more). */
const ANY_COMMAND = /^\//;

/**
 * Hands each slash command to the handler, and its reply to the one who typed it.
 * Gives the commands under way.
 */
export function listen(app: App, handle: CommandHandler, log: Log): Tasks {
  const underWay = createTasks();
  app.command(ANY_COMMAND, (args) => underWay.track(answer(args, handle, log)));
  app.error(async (error) => log.error({ err: error }, 'Slack: an event could not be handled'));
  return underWay;
}

/**
 * Hears that the bot was invited to a channel, or that a channel was unarchived. Needs the events
 * of docs/slack-manifest.yaml; without them Slack tells nothing of it.
 */
export function listenForReturns(app: App, onReturn: OnReturn): void {
  app.event('member_joined_channel', async ({ event, body, context }) => {
    if (event.user === context.botUserId) onReturn(body.team_id);
  });
  app.event('channel_unarchive', async ({ body }) => onReturn(body.team_id));
  app.event('group_unarchive', async ({ body }) => onReturn(body.team_id));
}

/** Slack wants the acknowledgement within 3 s, so it goes first, whatever the answer takes. */
async function answer(
  { ack, command, respond }: SlackCommandMiddlewareArgs,
  handle: CommandHandler,
  log: Log,
): Promise<void> {
  try {
    await ack();
    await respondWith(await handle(toRequest(command)), respond);
  } catch (error) {
    const where = { command: command.command, channel: command.channel_id, err: error };
    log.error(where, `Slack: a command could not be answered (${failureName(error)})`);
  }
}

function toRequest(command: SlackCommandMiddlewareArgs['command']): CommandRequest {
  const text = unescapeText(command.text ?? '');
  return {
    text: `${command.command.slice(1)} ${text}`.trim(),
    channel: { platform: 'slack', workspace: command.team_id, channel: command.channel_id },
    userId: command.user_id,
  };
}

async function respondWith(reply: Reply, respond: RespondFn): Promise<void> {
  for (const message of responses(reply.message)) {
    const payload = renderReply({ ...reply, message });
    await respond({ response_type: 'ephemeral', ...payload, ...PLAIN_FALLBACK });
  }
}

/** The pages of a reply, as many as Slack takes; the last one says so when there are more. */
function responses(message: Message): Message[] {
  const pages = paginate(message);
  const kept = pages.slice(0, SLACK_LIMITS.responses);
  const last = kept.at(-1);
  if (pages.length === kept.length || last === undefined) return kept;
  const position = `${kept.length}/${pages.length}, and Slack takes no more in one answer`;
  return [...kept.slice(0, -1), goingOn(last, message.heading, position)];
}
