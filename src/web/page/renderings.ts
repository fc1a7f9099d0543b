import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';
import type { Clock } from '../../lib/clock.ts';
import type { Html } from './view.ts';

const compress = promisify(gzip);

/** For so long a page may show what was true, in milliseconds: another process may have read papers since. */
const FRESH_MS = 60_000;
/** Of about 30 kB each. */
const MOST_KEPT = 200;

interface Rendering {
  readonly etag: string;
  readonly body: string;
  readonly zipped: Uint8Array<ArrayBuffer>;
}

interface Kept {
  readonly rendering: Promise<Rendering>;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/** Pages that many readers look at, rendered once a minute and whenever a source was read. */
export interface Renderings {
  /** Answers with a kept page, or one that is rendered now; 304 to who has it already. */
  answer(c: Context, key: string, render: () => Promise<Html>): Promise<Response>;
  /** What is shown may have changed. */
  forget(): void;
}

export function createRenderings(now: Clock): Renderings {
  const kept = new Map<string, Kept>();

  /** Many readers at once wait for one rendering. */
  function keep(key: string, render: () => Promise<Html>): Promise<Rendering> {
    const rendering = make(render);
    kept.delete(key);
    kept.set(key, { rendering, until: now().getTime() + FRESH_MS });
    rendering.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return rendering;
  }

  function find(key: string): Promise<Rendering> | undefined {
    const found = kept.get(key);
    return found && found.until > now().getTime() ? found.rendering : undefined;
  }

  return {
    forget: () => kept.clear(),
    async answer(c, key, render) {
      const { etag, body, zipped } = await (find(key) ?? keep(key, render));
      const headers = { etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
      if (isKnown(c, etag)) return c.body(null, 304, headers);
      const type = { 'content-type': 'text/html; charset=utf-8' };
      if (!takesGzip(c)) return c.body(body, 200, { ...headers, ...type });
      return c.body(zipped, 200, { ...headers, ...type, 'content-encoding': 'gzip' });
    },
  };
}

async function make(render: () => Promise<Html>): Promise<Rendering> {
  const body = String(await render());
  return { etag: etagOf(body), body, zipped: new Uint8Array(await compress(body)) };
}

/** A weak one: the same text may come compressed or not. */
export function etagOf(body: string): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** True when whoever asks has this very text. */
export function isKnown(c: Context, etag: string): boolean {
  const known = (c.req.header('if-none-match') ?? '').split(',').map((it) => it.trim());
  return known.includes(etag) || known.includes('*');
}

function takesGzip(c: Context): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(c.req.header('accept-encoding') ?? '');
}
