import { App } from '@slack/bolt';

type Incoming = Parameters<App['processEvent']>[0];

/**
 * bolt's App, which leaves unacknowledged what it does not know (a dialog that was closed) and what
 * nobody listens to (a shortcut, a modal that was closed): the person would read that the app does
 * not answer. Here all of it is acknowledged in the end.
 */
export class PoliteApp extends App {
  override async processEvent(event: Incoming): Promise<void> {
    let isAcknowledged = false;
    const ack: Incoming['ack'] = (response) => {
      isAcknowledged = true;
      return event.ack(response);
    };
    await super.processEvent({ ...event, ack });
    if (!isAcknowledged) await event.ack();
  }
}
