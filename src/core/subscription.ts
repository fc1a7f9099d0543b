import { DAY_MS } from './time.ts';

/** A query that a channel follows. */
export interface Subscription {
  readonly id: number;
  readonly channelId: number;
  /** In its canonical spelling. */
  readonly query: string;
  /** Papers listed before this moment are not news to it. */
  readonly since: Date;
  /** The platform's id of the person who added it. */
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** What a subscription brought to its channel. */
export interface Yield {
  /** Papers that had a card for it since a moment; one that several subscriptions brought counts for each. */
  readonly posts: number;
  /** When it last brought one, however long ago; null when it never did. */
  readonly lastAt: Date | null;
}

export interface SubscriptionStore {
  /** Adds a subscription; undefined when the channel has it already. */
  add(subscription: NewSubscription): Promise<Subscription | undefined>;
  /** Removes the subscription with a key and its matches; undefined when there was none. Gives its id. */
  remove(channelId: number, key: string): Promise<number | undefined>;
  /** Removes a channel's subscription and its matches; undefined when the channel has none with this id. */
  removeById(channelId: number, id: number): Promise<Subscription | undefined>;
  /** The subscriptions of a channel, the oldest first. */
  listOf(channelId: number): Promise<Subscription[]>;
  list(): Promise<Subscription[]>;
  /** What some subscriptions of a channel brought, by their ids. */
  yieldsOf(channelId: number, ids: readonly number[], since: Date): Promise<Map<number, Yield>>;
  /** The next subscriptions that were added after the one with this id, by whatever process. */
  listAfter(id: number, limit: number): Promise<Subscription[]>;
}

export interface NewSubscription extends Omit<Subscription, 'id'> {
  /** What another spelling of the same query has in common with it: see queryKey. */
  readonly key: string;
}

/** How many papers a new subscription brings at most from before it was made. */
export const FIRST_PAPERS = 10;

/**
 * How far a new subscription looks back: to the start of yesterday in UTC, because listing days
 * are whole days. So the first digest has something to show and never floods.
 */
export function lookBack(now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS - 1) * DAY_MS);
}

/** True of a paper that is listed since the subscription looks back to. */
export function isSince(
  paper: { readonly listedAt: Date },
  subscription: Pick<Subscription, 'since'>,
): boolean {
  return paper.listedAt >= subscription.since;
}

/** For how long a listed paper can become news by its votes, in days. */
const NEWS_DAYS = 30;

/** True of a paper that was listed more than 30 days ago. */
export function isTooOld(paper: { readonly listedAt: Date }, now: Date): boolean {
  return paper.listedAt < oldestNews(now);
}

/** When a paper must have been listed to be news still: 30 days ago. */
export function oldestNews(now: Date): Date {
  return new Date(now.getTime() - NEWS_DAYS * DAY_MS);
}
