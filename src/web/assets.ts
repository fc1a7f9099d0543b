import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';

const TYPES = {
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type AssetName = keyof typeof TYPES;

const FILES = Object.fromEntries(
  Object.keys(TYPES).map((name) => [
    name,
    readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8'),
  ]),
) as Readonly<Record<AssetName, string>>;

const A_YEAR = 'public, max-age=31536000, immutable';

/** The path of a file of ours; another one when the file changes, so that it is kept for good. */
export function assetPath(name: AssetName): string {
  const digest = createHash('sha256').update(FILES[name]).digest('base64url').slice(0, 10);
  return `/assets/${digest}/${name}`;
}

/** Serves the files of ours; one of an earlier version is that of today. */
export function addAssets(app: Hono): void {
  app.get('/assets/:version/:name', (c) => {
    const name = c.req.param('name') as AssetName;
    const text = FILES[name];
    if (text === undefined) return c.notFound();
    const kept = c.req.path === assetPath(name) ? A_YEAR : 'no-cache';
    return c.body(text, 200, { 'content-type': TYPES[name], 'cache-control': kept });
  });
}
