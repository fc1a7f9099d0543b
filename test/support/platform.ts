import {
  type DeliveryError,
  type EditRequest,
  NO_LIMITS,
  type Sender,
  type SendRequest,
} from '../../src/core/delivery.ts';

/** A platform without a network: it keeps what it gets, and fails as a test asks it to. */
export interface RecordingSender extends Sender {
  readonly sent: SendRequest[];
  readonly edits: EditRequest[];
  /** The next sends reject with these, in order; undefined lets one through. */
  failNext(...errors: (DeliveryError | undefined)[]): void;
  /** Every send to a channel rejects with this from now on; null ends that. */
  failAt(channel: string, error: DeliveryError | null): void;
  /** How many of those are still to come. */
  failuresLeft(): number;
}

export function createRecordingSender(cardsPerMessage = 2): RecordingSender {
  const sent: SendRequest[] = [];
  const edits: EditRequest[] = [];
  const failures: (DeliveryError | undefined)[] = [];
  const closed = new Map<string, DeliveryError | null>();
  return {
    pace: NO_LIMITS,
    sent,
    edits,
    failNext: (...errors) => void failures.push(...errors),
    failAt: (channel, error) => void closed.set(channel, error),
    failuresLeft: () => failures.length,
    paginate: (message) =>
      Array.from(
        { length: Math.max(1, Math.ceil(message.cards.length / cardsPerMessage)) },
        (_, page) => ({
          ...message,
          cards: message.cards.slice(page * cardsPerMessage, (page + 1) * cardsPerMessage),
        }),
      ),
    send: async (request) => {
      const failure = closed.get(request.to.channel) ?? failures.shift();
      if (failure) throw failure;
      sent.push(request);
      return { messageId: request.key };
    },
    edit: async (request) => {
      const failure = failures.shift();
      if (failure) throw failure;
      edits.push(request);
    },
  };
}
