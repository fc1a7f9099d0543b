import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../lib/clock.ts';
import type { Html } from './view.ts';

const compress = promisify(gzip);

/** For so long a page may show what was true, in milliseconds: another process may have read papers since. */
const FRESH_MS = 60_000;
/** For so much longer it is still shown while it is rendered again, in milliseconds: nobody waits for that. */
const STALE_MS = 60_000;
/** Of about 30 kB each. */
const MOST_KEPT = 200;

interface Rendering {
  readonly etag: string;
  /** Since when it reads like this, as far as this process knows. */
  readonly since: Date;
  readonly body: string;
  readonly zipped: Uint8Array<ArrayBuffer>;
}

interface Kept {
  readonly rendering: Promise<Rendering>;
  /** In milliseconds since 1970. */
  until: number;
  /** The rendering that comes in its place, once it is under way. */
  next: Promise<void> | null;
}

type Render = () => Promise<Html | string>;

const HTML = 'text/html; charset=utf-8';

/**
 * Pages that many readers look at, rendered anew when one asks a minute later, or after a source was
 * read; what is shown is never older than two minutes. Those that are asked for stay the longest.
 */
export interface Renderings {
  /** Answers with a kept page, or one that is rendered now; 304 to who has it already. */
  answer(c: Context, key: string, render: Render, type?: string): Promise<Response>;
  /** What is shown may have changed. */
  forget(): void;
}

/** @param limit asked before a page is rendered for somebody; kept pages are for everybody. */
export function createRenderings(now: Clock, limit: MiddlewareHandler): Renderings {
  const kept = new Map<string, Kept>();
  const ageOf = ({ until }: Kept) => now().getTime() - until;

  /** Many readers at once wait for one rendering. */
  function keep(key: string, render: Render): Kept {
    const before = kept.get(key)?.rendering;
    const made: Kept = {
      rendering: make(render, now(), before),
      until: now().getTime() + FRESH_MS,
      next: null,
    };
    kept.delete(key);
    kept.set(key, made);
    made.rendering.catch(() => kept.get(key) === made && kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  }

  /** Puts what is rendered now in the place of what is shown meanwhile. */
  async function renew(key: string, old: Kept, render: Render): Promise<void> {
    const until = now().getTime() + FRESH_MS;
    try {
      const rendering = await make(render, now(), old.rendering);
      if (kept.get(key) === old)
        kept.set(key, { rendering: Promise.resolve(rendering), until, next: null });
    } catch {
      if (kept.get(key) === old) kept.delete(key);
    }
  }

  /** What is kept and may still be shown. */
  function find(key: string): Kept | undefined {
    const found = kept.get(key);
    if (!found || ageOf(found) >= STALE_MS) return undefined;
    kept.delete(key);
    kept.set(key, found);
    return found;
  }

  function show(key: string, render: Render): Promise<Rendering> {
    const found = find(key);
    if (!found) return keep(key, render).rendering;
    if (ageOf(found) >= 0) found.next ??= renew(key, found, render);
    return found.rendering;
  }

  return {
    forget() {
      for (const it of kept.values()) it.until = Math.min(it.until, now().getTime());
    },
    async answer(c, key, render, type = HTML) {
      const refusal = find(key) ? undefined : await limit(c, async () => undefined);
      if (refusal) return refusal;
      const rendering = await show(key, render);
      const headers = headersOf(rendering);
      if (isKnown(c, rendering)) return c.body(null, 304, headers);
      const whole = { ...headers, 'content-type': type };
      if (!takesGzip(c)) return c.body(rendering.body, 200, whole);
      return c.body(rendering.zipped, 200, { ...whole, 'content-encoding': 'gzip' });
    },
  };
}

/** @param before what was shown until now: what still reads like that has not changed. */
async function make(
  render: Render,
  now: Date,
  before: Promise<Rendering> | undefined,
): Promise<Rendering> {
  const body = String(await render());
  const etag = etagOf(body);
  const known = await before?.catch(() => undefined);
  if (known?.etag === etag) return known;
  return { etag, since: now, body, zipped: new Uint8Array(await compress(body)) };
}

function headersOf({ etag, since }: Rendering): Record<string, string> {
  return {
    etag,
    'last-modified': since.toUTCString(),
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
  };
}

/** A weak one: the same text may come compressed or not. */
function etagOf(body: string): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** True when whoever asks has this very text; a date says so only in the absence of a tag. */
function isKnown(c: Context, { etag, since }: Rendering): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined) return /^\s*\*\s*$/.test(tags) || tags.includes(etag);
  const seen = Date.parse(c.req.header('if-modified-since') ?? '');
  return seen >= Math.floor(since.getTime() / 1_000) * 1_000;
}

function takesGzip(c: Context): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(c.req.header('accept-encoding') ?? '');
}
