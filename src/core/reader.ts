import type { ChannelAddress } from './channel.ts';
import type { DeliveryId } from './delivery.ts';
import type { QueryError } from './query/ast.ts';
import type { DailySchedule } from './schedule.ts';

/** An address that papers are mailed to, because its owner said so. */
export interface Reader {
  /** In the form that readMailAddress gives. */
  readonly address: string;
  /** Stands in the links of every mail to the address: who has it may unsubscribe. */
  readonly token: string;
  readonly confirmedAt: Date;
  /** Why nothing is mailed there at present; null when mail goes out. */
  readonly pausedReason: string | null;
}

/** What somebody asked to have mailed to an address, until its owner confirms it. */
export interface MailRequest {
  /** A digest of the token in the confirmation link, so that the database does not hold the token itself. */
  readonly key: string;
  readonly address: string;
  /** In their canonical spelling, at least one. */
  readonly queries: readonly string[];
  readonly schedule: DailySchedule;
  readonly requestedAt: Date;
}

/** Who gets mail, and who was asked. */
export interface ReaderStore {
  addRequest(request: MailRequest): Promise<void>;
  /** How many open requests were made since a moment: for one address, or over all. */
  countRequests(since: Date, address?: string): Promise<number>;
  /** The open request with a key; undefined when there is none that was made since a moment. */
  findRequest(key: string, since: Date): Promise<MailRequest | undefined>;
  removeRequest(key: string): Promise<void>;
  /** Forgets requests that were made before a moment. */
  forgetRequests(before: Date): Promise<void>;
  /** Keeps an address as a reader; one that is known keeps its token. */
  add(address: string, token: string, now: Date): Promise<void>;
  find(address: string): Promise<Reader | undefined>;
  findByToken(token: string): Promise<Reader | undefined>;
  /** All readers, by their addresses. */
  list(): Promise<Reader[]>;
  /** Where a delivery went; undefined of one that is not known. */
  channelOf(delivery: DeliveryId): Promise<ChannelAddress | undefined>;
  /** Removes a reader with all that is kept of the address: channel, subscriptions, posts, deliveries, requests. */
  erase(address: string): Promise<void>;
}

/** What somebody wants to have mailed. */
export interface Wish {
  /** As typed. */
  readonly address: string;
  /** As typed: one query, or several with commas. */
  readonly queries: string;
  readonly schedule: DailySchedule;
}

/** Why a wish can't be had. */
export type WishProblem =
  | { readonly kind: 'badAddress'; readonly typed: string }
  | { readonly kind: 'noQuery' }
  | { readonly kind: 'tooManyQueries'; readonly most: number }
  | { readonly kind: 'badQuery'; readonly typed: string; readonly error: QueryError };

/** What became of a wish that its owner must confirm. */
export type RequestOutcome =
  | ({ readonly kind: 'asked' } & Pick<MailRequest, 'address' | 'queries' | 'schedule'>)
  | WishProblem
  /** So many confirmations were mailed to the address today, or to everybody in this hour. */
  | { readonly kind: 'tooOften'; readonly concerns: 'address' | 'everybody' }
  | { readonly kind: 'notMailed'; readonly reason: string };

/** What an address follows from now on. */
export interface Followed {
  readonly address: string;
  readonly schedule: DailySchedule;
  /** All that was asked for, also what it followed already. */
  readonly queries: readonly string[];
  /** How many stored papers match since yesterday. */
  readonly waiting: number;
}

/** Where on the web a reader subscribes, confirms and unsubscribes, and where mails that came back are told. */
export const MAIL_PATHS = {
  subscribe: '/email/subscribe',
  confirm: '/email/confirm',
  unsubscribe: '/email/unsubscribe',
  bounces: '/email/bounces',
} as const;

/** The name of the platform in a ChannelAddress. */
export const EMAIL = 'email';

/** The channel of a mail address. */
export function mailChannel(address: string): ChannelAddress {
  return { platform: EMAIL, workspace: '', channel: address };
}

/** An address for whoever need only tell it from others: "a…@example.org". */
export function maskMailAddress(address: string): string {
  return address.replace(/^([^@])[^@]*/, '$1…');
}

/** The part before the @ as mail servers take it unquoted: https://html.spec.whatwg.org/#valid-e-mail-address */
const LOCAL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3, less the angle brackets */
const LONGEST_ADDRESS = 254;

/**
 * A mail address in one form, in small letters, its domain in ASCII; null for anything that is no
 * address of the public mail.
 */
export function readMailAddress(text: string): string | null {
  const [, local = '', typed = ''] =
    /^([^@\s]+)@([^@\s/?#:\\]+)$/.exec(text.trim().toLowerCase()) ?? [];
  const domain = URL.parse(`http://${typed}`)?.hostname ?? '';
  const address = `${local}@${domain}`;
  const valid = LOCAL.test(local) && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(domain);
  return valid && address.length <= LONGEST_ADDRESS ? address : null;
}
