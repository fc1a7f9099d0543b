import type { AllMiddlewareArgs, App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Reply } from '../../core/command.ts';
import type { Form } from '../../core/form.ts';
import { type Press, type PressedElement, readPress } from './actions.ts';
import type { Desk } from './desk.ts';
import { failureName } from './errors.ts';
import { formView } from './modal.ts';
import { requestFrom, spotOfPress } from './spot.ts';
import { type Listener, tell } from './tell.ts';
import { workspaceOf } from './workspaces.ts';

type PressArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** Slack opens a form within 3 s of the press, and not later. */
const NOT_OPENED: Reply = {
  name: 'formNotOpened',
  tone: 'bad',
  message: {
    heading: ['The form could not be opened. Please press again.'],
    lines: [],
    cards: [],
  },
};

/** Hands each button and each choice of a menu to the hooks as the command that it stands for. */
export function listenForPresses(app: App, desk: Desk): void {
  app.action<BlockAction>({ type: 'block_actions' }, (args) =>
    desk.underWay.track(answerPress(args, desk)),
  );
}

/** A button that leads to a page tells of its press, too: it is acknowledged, and that is all. */
async function answerPress(args: PressArgs, desk: Desk): Promise<void> {
  const { ack, body } = args;
  try {
    await ack();
    const press = readPress(args.action as PressedElement);
    if (press && body.view?.type !== 'modal') await carryOut(press, args, desk);
  } catch (error) {
    const where = { channel: body.channel?.id, err: error };
    desk.options.log.error(where, `Slack: a press could not be answered (${failureName(error)})`);
  }
}

async function carryOut(press: Press, args: PressArgs, desk: Desk): Promise<void> {
  const { body, client, context } = args;
  const { user, trigger_id: triggerId } = body;
  const spot = spotOfPress(workspaceOf(context), user.id, body);
  const request = requestFrom(spot, press.command, desk.member(client, user, spot));
  const to = { userId: user.id, spot, triggerId };
  const answer = press.opensForm
    ? await desk.hooks.form(request)
    : await desk.hooks.handle(request);
  if ('fields' in answer) await openForm(answer, to, args, desk);
  else await tell(answer, to, desk.channels(client));
}

async function openForm(
  form: Form,
  to: Listener & { readonly triggerId: string },
  { client }: PressArgs,
  desk: Desk,
): Promise<void> {
  try {
    await client.views.open({ trigger_id: to.triggerId, view: formView(form, to.spot) });
  } catch (error) {
    desk.options.log.warn(`Slack: a form could not be opened (${failureName(error)})`);
    await tell(NOT_OPENED, to, desk.channels(client));
  }
}
