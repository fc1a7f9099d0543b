import { createHash, randomBytes } from 'node:crypto';
import type { Channel } from '../core/channel.ts';
import { DeliveryError, type DeliveryId, type Sender } from '../core/delivery.ts';
import type { PaperId } from '../core/paper.ts';
import { type Query, QueryError } from '../core/query/ast.ts';
import { formatQuery } from '../core/query/format.ts';
import { splitQueries } from '../core/query/list.ts';
import { parseQuery, parseStored } from '../core/query/parser.ts';
import {
  EMAIL,
  type Followed,
  MAIL_PATHS,
  type MailRequest,
  mailChannel,
  type Reader,
  type RequestOutcome,
  readMailAddress,
  type Wish,
  type WishProblem,
} from '../core/reader.ts';
import { CONFIRM_DAYS, confirmation } from '../core/replies/mail.ts';
import type { DailySchedule } from '../core/schedule.ts';
import { DAY_MS } from '../core/time.ts';
import type { Log } from '../lib/log.ts';
import { type AddingDeps, addSubscription } from './subscriptions.ts';

export interface ReadersDeps extends AddingDeps {
  readonly newId: () => DeliveryId;
  /** Called when something may have become due. */
  readonly wake: () => void;
  readonly log: Log;
  readonly senders: ReadonlyMap<string, Sender>;
  /** The address by which the program is reached, without a slash at its end. */
  readonly publicUrl: string;
}

/** A reader with what is mailed, and when. */
export interface ReaderEntry extends Reader {
  readonly queries: readonly string[];
  readonly schedule: DailySchedule | null;
}

/** Who gets papers by mail. Nobody does who has not confirmed it, or whom the operator has added. */
export interface Readers {
  /**
   * Mails a link to an address with which its owner confirms a wish. It tells nobody whether the
   * address gets mail already. Waits for the mail server, 15 seconds at most.
   */
  request(wish: Wish): Promise<RequestOutcome>;
  /** What a confirmation link is about; null when it is used up, too old or none of ours. */
  requested(token: string): Promise<MailRequest | null>;
  /** Does what was asked for; null as above. */
  confirm(token: string): Promise<Followed | null>;
  /** Whom an unsubscribe link is about; null when that address gets nothing (any more). */
  reader(token: string): Promise<ReaderEntry | null>;
  /** Ends all mail to an address and erases what is kept of it. True when there was something to end. */
  unsubscribe(token: string): Promise<boolean>;
  /** The same as a confirmed wish, on the operator's authority. */
  add(wish: Wish): Promise<Followed | WishProblem>;
  list(): Promise<ReaderEntry[]>;
  /** The same as unsubscribe, by address; false when it is no reader's. */
  remove(address: string): Promise<boolean>;
  /** Mails again to a refused address; false when it is no reader's. */
  resume(address: string): Promise<boolean>;
}

/** What keeps a form from being used to pester somebody: confirmations in 24 hours and in one; ours. */
export const REQUEST_LIMITS = { ofAddressADay: 3, ofAllAnHour: 60, queries: 20, characters: 300 };

const HOUR_MS = 3_600_000;
const PATIENCE_MS = 15_000;

export function createReaders(deps: ReadersDeps): Readers {
  const { storage, now } = deps;
  const ago = (ms: number) => new Date(now().getTime() - ms);

  async function request(wish: Wish): Promise<RequestOutcome> {
    const read = readWish(wish, withoutAddresses);
    if ('kind' in read) return read;
    const token = newToken();
    const { address, schedule } = read;
    const queries = read.queries.map(formatQuery);
    const asked = { key: keyOf(token), address, queries, schedule, requestedAt: now() };
    const objection = await keep(asked);
    if (objection) return objection;
    const reason = await mail(asked, token);
    return reason === null
      ? { kind: 'asked', address, queries, schedule }
      : { kind: 'notMailed', reason };
  }

  /** Writes a request down, unless there were too many. */
  async function keep(asked: MailRequest): Promise<RequestOutcome | null> {
    return storage.transaction(async ({ readers }) => {
      await readers.forgetRequests(ago(CONFIRM_DAYS * DAY_MS));
      if ((await readers.countRequests(ago(DAY_MS), asked.address)) >= REQUEST_LIMITS.ofAddressADay)
        return { kind: 'tooOften', concerns: 'address' };
      if ((await readers.countRequests(ago(HOUR_MS))) >= REQUEST_LIMITS.ofAllAnHour)
        return { kind: 'tooOften', concerns: 'everybody' };
      await readers.addRequest(asked);
      return null;
    });
  }

  /** Gives why it did not leave; null when it did, or may have. */
  async function mail(asked: MailRequest, token: string): Promise<string | null> {
    const sender = deps.senders.get(EMAIL);
    if (!sender) throw new Error('There is no mail server.');
    const link = `${deps.publicUrl}${MAIL_PATHS.confirm}?token=${token}`;
    const letter = {
      to: mailChannel(asked.address),
      message: confirmation(asked, link),
      key: deps.newId(),
      maybeSentAt: null,
      first: null,
    };
    try {
      await sender.send(letter, AbortSignal.timeout(PATIENCE_MS));
      return null;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      deps.log.warn({ reason: error.message }, 'a confirmation was not mailed');
      if (error.kind === 'unknown') return null;
      // A refused address counts, so that nobody asks for thousands to learn which exist.
      if (error.kind !== 'permanent') await storage.readers.removeRequest(asked.key);
      return publicReason(error);
    }
  }

  async function requested(token: string): Promise<MailRequest | null> {
    const found = await storage.readers.findRequest(keyOf(token), ago(CONFIRM_DAYS * DAY_MS));
    return found ?? null;
  }

  async function confirm(token: string): Promise<Followed | null> {
    const asked = await requested(token);
    if (!asked) return null;
    const { address, schedule } = asked;
    const followed = await follow({ address, schedule, queries: asked.queries.map(parseStored) });
    await storage.readers.removeRequest(asked.key);
    return followed;
  }

  async function add(wish: Wish): Promise<Followed | WishProblem> {
    const read = readWish(wish, parseQuery);
    return 'kind' in read ? read : follow(read);
  }

  /** What matches already comes at once, not only at the first hour of the schedule. */
  async function follow({ address, schedule, queries }: ReadWish): Promise<Followed> {
    const { id } = await welcome(address, schedule);
    const counted = new Set<PaperId>();
    const call = { channel: mailChannel(address), member: { id: address } };
    for (const query of queries)
      await addSubscription(query, { call, usual: schedule, counted }, deps);
    if (counted.size > 0) await storage.channels.setNextDigest(id, now());
    deps.wake();
    return { address, schedule, queries: queries.map(formatQuery), waiting: counted.size };
  }

  /** The channel of a reader; one that was refused is mailed to again. */
  async function welcome(address: string, schedule: DailySchedule): Promise<Channel> {
    return storage.transaction(async ({ channels, readers }) => {
      await readers.add(address, newToken(), now());
      const channel = await channels.ensure(mailChannel(address), schedule, now());
      await channels.setSchedule(channel.id, schedule, now());
      await channels.change(channel.id, { notices: false, announces: false });
      if (channel.pausedReason !== null) await channels.resume(channel.id);
      return channel;
    });
  }

  async function entryOf(reader: Reader): Promise<ReaderEntry> {
    const channel = await storage.channels.find(mailChannel(reader.address));
    const followed = channel ? await storage.subscriptions.listOf(channel.id) : [];
    const schedule = channel?.schedule.kind === 'daily' ? channel.schedule : null;
    return { ...reader, queries: followed.map((it) => it.query), schedule };
  }

  async function reader(token: string): Promise<ReaderEntry | null> {
    const found = await storage.readers.findByToken(token);
    return found ? entryOf(found) : null;
  }

  async function erase({ address }: Reader): Promise<true> {
    const removed = await storage.transaction(async ({ channels, subscriptions, readers }) => {
      const channel = await channels.find(mailChannel(address));
      const followed = channel ? await subscriptions.listOf(channel.id) : [];
      await readers.erase(address);
      return followed;
    });
    for (const { id } of removed) deps.matcher.index.remove(id);
    return true;
  }

  async function unsubscribe(token: string): Promise<boolean> {
    const found = await storage.readers.findByToken(token);
    return found ? erase(found) : false;
  }

  async function find(typed: string): Promise<Reader | undefined> {
    return storage.readers.find(readMailAddress(typed) ?? typed);
  }

  return {
    request,
    requested,
    confirm,
    reader,
    unsubscribe,
    add,
    list: async () => Promise.all((await storage.readers.list()).map(entryOf)),
    remove: async (address) => {
      const found = await find(address);
      return found ? erase(found) : false;
    },
    resume: async (address) => {
      const found = await find(address);
      const channel = found && (await storage.channels.find(mailChannel(found.address)));
      if (!channel) return false;
      await storage.channels.resume(channel.id);
      deps.wake();
      return true;
    },
  };
}

interface ReadWish {
  readonly address: string;
  readonly schedule: DailySchedule;
  readonly queries: readonly Query[];
}

function readWish(wish: Wish, read: (text: string) => Query): ReadWish | WishProblem {
  const address = readMailAddress(wish.address);
  if (!address) return { kind: 'badAddress', typed: wish.address };
  const typed = splitQueries(wish.queries);
  if (typed.length === 0) return { kind: 'noQuery' };
  const { queries: most } = REQUEST_LIMITS;
  if (typed.length > most) return { kind: 'tooManyQueries', most };
  const queries: Query[] = [];
  for (const text of typed)
    try {
      queries.push(read(text));
    } catch (error) {
      if (error instanceof QueryError) return { kind: 'badQuery', typed: text, error };
      throw error;
    }
  return { address, schedule: wish.schedule, queries };
}

/** A stranger's words stand in a mail to somebody else: no address among them, and not too many. */
function withoutAddresses(text: string): Query {
  if (/:\/\/|\bwww\.|@/i.test(text) || text.length > REQUEST_LIMITS.characters)
    throw new QueryError(
      `A query for mail holds no web address and at most ${REQUEST_LIMITS.characters} characters.`,
      'whole',
    );
  return parseQuery(text);
}

/** What is said of the mail server to anybody: whether the address is at fault, and no more. */
function publicReason({ kind, concerns }: DeliveryError): string {
  return kind === 'permanent' && concerns === 'channel'
    ? 'The mail server does not know the address, or its mailbox takes no mail.'
    : 'The mail server takes no mail at present: try again in some minutes.';
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
