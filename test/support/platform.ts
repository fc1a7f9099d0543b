import type { DeliveryError, Sender, SendRequest } from '../../src/core/delivery.ts';

/** A platform without a network: it keeps what it gets, and fails as a test asks it to. */
export interface RecordingSender extends Sender {
  readonly sent: SendRequest[];
  /** The next sends reject with these, in order; undefined lets one through. */
  failNext(...errors: (DeliveryError | undefined)[]): void;
}

export function createRecordingSender(cardsPerMessage = 2): RecordingSender {
  const sent: SendRequest[] = [];
  const failures: (DeliveryError | undefined)[] = [];
  return {
    sent,
    failNext: (...errors) => void failures.push(...errors),
    paginate: (message) =>
      Array.from({ length: Math.ceil(message.cards.length / cardsPerMessage) }, (_, page) => ({
        ...message,
        cards: message.cards.slice(page * cardsPerMessage, (page + 1) * cardsPerMessage),
      })),
    send: async (request) => {
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push(request);
      return { messageId: request.key };
    },
  };
}
