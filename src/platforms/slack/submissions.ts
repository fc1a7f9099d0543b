import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AllMiddlewareArgs,
  App,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Reply } from '../../core/command.ts';
import type { Desk } from './desk.ts';
import { failureName } from './errors.ts';
import { publishHome } from './home.ts';
import { FORM, fieldErrors, readFields, replyView } from './modal.ts';
import { type Origin, readOrigin, requestFrom } from './spot.ts';
import { isShort, tell } from './tell.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** How long a modal waits for what came of it, in milliseconds; ours: Slack takes 3,000. */
const PATIENCE_MS = 2_000;

/** Hands each form that was sent to the hooks as the command that it stands for. */
export function listenForSubmissions(app: App, desk: Desk): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: FORM }, (args) =>
    desk.underWay.track(answerForm(args, desk)),
  );
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: NOT_OURS }, async ({ ack }) =>
    ack(),
  );
}

const NOT_OURS = new RegExp(`^(?!${FORM}$)`);

/** What came of a form shows in the modal as far as it can; else where the modal was opened. */
async function answerForm(args: SubmitArgs, desk: Desk): Promise<void> {
  const { ack, view, body } = args;
  const origin = readOrigin(view.private_metadata);
  try {
    if (!origin) return await ack();
    const handled = handle(origin, args, desk);
    const quick = await Promise.race([handled, sleep(PATIENCE_MS, undefined, { ref: false })]);
    if (quick) return await settle(quick, origin, args, desk);
    await ack({ response_action: 'clear' });
    await tellWhereOpened(await handled, origin, args, desk);
  } catch (error) {
    const where = { user: body.user.id, err: error };
    desk.options.log.error(where, `Slack: a form could not be answered (${failureName(error)})`);
  }
}

function handle({ command, spot }: Origin, args: SubmitArgs, desk: Desk): Promise<Reply> {
  const { view, body, client } = args;
  const request = requestFrom(spot, command, desk.member(client, body.user, spot));
  return desk.hooks.handle({ ...request, fields: readFields(view.state.values) });
}

/** Acknowledges the form by what came of it, and tells what the modal does not show. */
async function settle(reply: Reply, origin: Origin, args: SubmitArgs, desk: Desk): Promise<void> {
  const { ack, view, body, client } = args;
  const { workspace, surface } = origin.spot;
  const errors = fieldErrors(reply, view.state.values);
  if (errors) return ack({ response_action: 'errors', errors });
  if (reply.tone === 'bad') return ack({ response_action: 'update', view: replyView(reply) });
  if (surface !== 'home' || isShort(reply) || reply.file) {
    await ack({ response_action: 'clear' });
    return tellWhereOpened(reply, origin, args, desk);
  }
  await ack({ response_action: 'update', view: replyView(reply) });
  return publishHome(client, { workspace, userId: body.user.id }, desk.hooks, desk.options.log);
}

function tellWhereOpened(reply: Reply, origin: Origin, args: SubmitArgs, desk: Desk) {
  const { body, client } = args;
  return tell(reply, { userId: body.user.id, spot: origin.spot }, desk.channels(client));
}
