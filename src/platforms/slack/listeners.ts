import type {
  AllMiddlewareArgs,
  App,
  Context,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
} from '@slack/bolt';
import type { ChatHooks } from '../../core/command.ts';
import type { Tasks } from '../../lib/tasks.ts';
import { createDesk, type Desk, type ListenOptions } from './desk.ts';
import { failureName } from './errors.ts';
import { publishHome } from './home.ts';
import { listenForPresses } from './presses.ts';
import { addressed, requestFrom, type Spot } from './spot.ts';
import { listenForSubmissions } from './submissions.ts';
import { tell } from './tell.ts';
import { unescapeText } from './text.ts';
import { workspaceOf } from './workspaces.ts';

/** Every command of the app, those too that docs/slack-manifest.yaml does not name (any more). */
const ANY_COMMAND = /^\//;

/**
 * Hears what people do, hands each command to the hooks, and shows the reply to that person alone.
 * Gives the work under way.
 */
export function listen(app: App, hooks: ChatHooks, options: ListenOptions): Tasks {
  const desk = createDesk(hooks, options);
  app.command(ANY_COMMAND, (args) => desk.underWay.track(answerCommand(args, desk)));
  listenForPresses(app, desk);
  listenForSubmissions(app, desk);
  app.event('app_home_opened', (args) => desk.underWay.track(showHome(args, desk)));
  app.error(async (error) =>
    options.log.error({ err: error }, 'Slack: an event could not be handled'),
  );
  return desk.underWay;
}

/** Slack wants the acknowledgement within 3 s, so it goes first, whatever the answer takes. */
async function answerCommand(
  { ack, command, client, context }: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
  desk: Desk,
): Promise<void> {
  try {
    await ack();
    const spot = spotOfCommand(command, context);
    const person = { id: command.user_id, name: command.user_name };
    const request = requestFrom(spot, textOf(command), desk.member(client, person, spot));
    const reply = await desk.hooks.handle(request);
    await tell(reply, { userId: person.id, spot }, desk.channels(client));
  } catch (error) {
    const where = { command: command.command, channel: command.channel_id, err: error };
    desk.options.log.error(where, `Slack: a command could not be answered (${failureName(error)})`);
  }
}

type Command = SlackCommandMiddlewareArgs['command'];

function textOf({ command, text }: Command): string {
  return `${command.slice(1)} ${unescapeText(text ?? '')}`.trim();
}

function spotOfCommand(command: Command, context: Context): Spot {
  const { channel_id: room, channel_name: name, user_id: user, response_url: url } = command;
  return {
    workspace: workspaceOf(context),
    ...addressed(room, name, user),
    surface: 'command',
    room,
    ...(url && { responseUrl: url }),
  };
}

/** The event comes for each tab of the bot, and its messages need no drawing. */
async function showHome(
  { event, client, context }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs,
  { hooks, options }: Desk,
): Promise<void> {
  if (event.tab !== 'home') return;
  const owner = { workspace: workspaceOf(context), userId: event.user };
  try {
    await publishHome(client, owner, hooks, options.log);
  } catch (error) {
    const where = { user: event.user, err: error };
    options.log.error(where, `Slack: a home could not be shown (${failureName(error)})`);
  }
}
