import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

/** A value that never shows itself: printed, logged or put into JSON, it is "<secret>". */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one call that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '<secret>';
  }

  toJSON(): string {
    return '<secret>';
  }

  [inspect.custom](): string {
    return '<secret>';
  }
}

/** True of the same text, told in a time that says nothing of where two differ. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** A shorter password is only looked for beside its user: by itself, it could be part of any word. */
const SHORTEST = 8;

/**
 * What of a database's address must not stand in a log: its password, as it is and as it is
 * written in an address.
 * @param address "postgres://user:password@host/database"; a file's name has none.
 */
export function passwordsIn(address: string): string[] {
  const url = URL.parse(address);
  const written = [url?.password ?? '', url?.searchParams.get('password') ?? ''];
  return written
    .filter((it) => it !== '')
    .flatMap((it) => [it, decodeURIComponent(it)])
    .map((it) => (it.length < SHORTEST ? `:${it}@` : it));
}
