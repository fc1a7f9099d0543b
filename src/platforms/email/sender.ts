import { DeliveryError, type Receipt, type Sender, type SendRequest } from '../../core/delivery.ts';
import type { Message } from '../../core/message.ts';
import { MAIL_PATHS, type ReaderStore } from '../../core/reader.ts';
import type { Clock } from '../../lib/clock.ts';
import { toDeliveryError } from './errors.ts';
import type { Frame } from './frame.ts';
import { EMAIL_PACE } from './limits.ts';
import { type From, messageIdOf, toMime } from './mime.ts';
import { paginate } from './paginate.ts';
import { renderMail } from './render.ts';
import type { Smtp } from './smtp.ts';

export interface SenderDeps {
  readonly smtp: Smtp;
  readonly from: From;
  /** The address of the program on the web, without a slash at its end. */
  readonly home: string;
  readonly readers: Pick<ReaderStore, 'find'>;
  readonly clock: Clock;
}

/**
 * Mails one message to one address. A mail that may have arrived is sent again as it was, under the
 * same Message-ID: nobody can ask a mailbox what is in it.
 */
export function createSender({ smtp, from, home, readers, clock }: SenderDeps): Sender {
  async function frameOf(address: string, message: Message): Promise<Frame> {
    const reader = await readers.find(address);
    if (!reader && !asksToConfirm(message)) throw gone();
    const unsubscribe = reader ? `${home}${MAIL_PATHS.unsubscribe}?token=${reader.token}` : null;
    return { home, unsubscribe };
  }

  async function send(request: SendRequest, signal: AbortSignal): Promise<Receipt> {
    const { to, key, message, first, maybeSentAt } = request;
    try {
      const frame = await frameOf(to.channel, message);
      const mail = renderMail(message, frame);
      const date = maybeSentAt ?? clock();
      const letter = { from, to: to.channel, key, mail, frame, inReplyTo: first, date };
      const source = await toMime(letter);
      await smtp.send({ from: from.address, to: to.channel, source }, signal);
      return { messageId: messageIdOf(key, from) };
    } catch (error) {
      throw toDeliveryError(error, to.channel);
    }
  }

  return { pace: EMAIL_PACE, paginate, send, edit: null };
}

function asksToConfirm({ actions = [] }: Message): boolean {
  return actions.some((it) => 'url' in it && it.url.includes(MAIL_PATHS.confirm));
}

/** Unsubscribed between the claim and now: no paper goes out without a link that ends it. */
function gone(): DeliveryError {
  return new DeliveryError('permanent', 'The address is no reader’s any more.', {
    concerns: 'message',
  });
}
