/** What one process tells the others that share its database. */
export type Signal =
  /** There may be something to send. */
  | { readonly kind: 'deliver' }
  /** There may be something to compose. */
  | { readonly kind: 'compose' }
  /** A feed from chat was added or removed. */
  | { readonly kind: 'feeds' }
  /** A subscription was removed. */
  | { readonly kind: 'unsubscribed'; readonly id: number };

/**
 * The processes that share one database, so that each piece of work is done by one of them. A lock
 * is a name. Where a database serves one process, every lock is granted and nobody signals.
 */
export interface Peers {
  /** True where there can be no other process. */
  readonly alone: boolean;
  /**
   * Takes locks as far as no other process holds them, without waiting. A process that ends, or
   * loses its connection to the database, has lost its locks by then.
   * @returns those of the names that this process holds now.
   */
  hold(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Lets go of locks; one that is not held is no matter. */
  release(names: readonly string[]): Promise<void>;
  /** True of a lock that this process holds, as far as it knows. */
  holds(name: string): boolean;
  /**
   * Has a listener told of what other processes have done; after a lost connection, of everything
   * that matters then (an unsubscription does not: what is stored forgot it).
   */
  onSignal(listener: (signal: Signal) => void): void;
}

/** A process that has its database for itself. */
export const NO_PEERS: Peers = {
  alone: true,
  hold: async (names) => new Set(names),
  release: async () => undefined,
  holds: () => true,
  onSignal: () => undefined,
};
