import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { Pool } from 'undici';
import { DAY_MS } from '../../src/core/time.ts';
import { openStorage } from '../../src/storage/index.ts';
import { startOutside } from '../e2e/world.ts';
import type { Announcement } from '../support/feeds/arxiv.ts';
import { deadOrigin } from '../support/feeds/server.ts';
import { makeListing } from '../support/listings.ts';

export interface WebLoadOptions {
  readonly papers: number;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface WebLoadReport {
  /** From the time a request was due until its answer was read, in milliseconds. */
  readonly times: readonly number[];
  /** Answers that were no page. */
  readonly failed: number;
  /** Papers that a poll stored meanwhile. */
  readonly read: number;
}

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
/** Papers of a day: what arXiv's cs.AI, cs.CL and cs.LG list together. */
const A_DAY = 1_000;
const CONNECTIONS = 100;
const START_MS = 60_000;

/** Readers come to the front page at a steady rate while the bot reads a day of arXiv. */
export async function loadWeb(options: WebLoadOptions): Promise<WebLoadReport> {
  const outside = await startOutside();
  const url = outside.environment.DATABASE_URL ?? '';
  await fill(url, options.papers);
  const day = new Date().toISOString().slice(0, 10);
  outside.publish(day, [], announcements());
  const origin = await deadOrigin();
  const bot = spawn(process.execPath, [PROGRAM, 'start'], {
    env: {
      ...{ PATH: process.env.PATH, ...outside.environment, PAGE: 'true' },
      ...{ HTTP_PORT: new URL(origin).port, POLL_CRON: '* * * * *', METRICS: 'true' },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await ready(bot, origin);
    const before = await papersOf(origin);
    const { times, failed } = await ask(origin, options);
    return { times, failed, read: (await papersOf(origin)) - before };
  } finally {
    bot.kill('SIGTERM');
    if (bot.exitCode === null) await once(bot, 'exit');
    await outside.close();
  }
}

/** By SQL, in seconds instead of minutes; without the words that only a search needs. */
async function fill(url: string, papers: number): Promise<void> {
  await (await openStorage(url)).close();
  const db = new Database(url.slice('sqlite:'.length));
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const paper = db.prepare(
    'insert into papers (id, listed_at, seen_at, upvotes, own_summary, paper_json) values (?, ?, ?, ?, 0, ?)',
  );
  const number = db.prepare('insert into paper_numbers (paper_id) values (?)');
  db.transaction(() => {
    for (let at = 0; at < papers; at++) {
      const listedAt = today - Math.floor(at / A_DAY) * DAY_MS;
      const stored = paperOf(at, new Date(listedAt));
      paper.run(stored.id, listedAt, listedAt, stored.upvotes, JSON.stringify(stored));
      number.run(stored.id);
    }
  })();
  db.close();
}

function paperOf(at: number, listedAt: Date) {
  const name = `25${String(at).padStart(7, '0').replace(/^(..)/, '$1.')}`;
  const {
    source,
    entryId: _,
    identifiers: _names,
    mentions: _mentions,
    ...work
  } = makeListing({
    title: `On the tides of model ${at}, and what they bring to the shore`,
    abstract: `We measure how model ${at} rises and falls over the days of a year. `.repeat(18),
    ...{ listedAt, upvotes: (at * 7919) % 97 },
  });
  return { ...work, id: `arxiv:${name}`, sources: [source], arxivId: name, moreLinks: [] };
}

function announcements(): Announcement[] {
  return Array.from({ length: A_DAY }, (_, at) => ({
    id: `2611.${String(at + 1).padStart(5, '0')}`,
    title: `A new paper on tides, number ${at}`,
  }));
}

async function ready(bot: ChildProcess, origin: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && bot.exitCode === null) {
    const response = await fetch(`${origin}/readyz`).catch(() => null);
    if (response?.status === 200) return;
    await sleep(100);
  }
  throw new Error('The bot was not ready within a minute.');
}

async function papersOf(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^paper_route_papers (\d+)$/m.exec(text)?.[1]);
}

/** Each request is sent when it is due, whether those before it were answered or not. */
async function ask(origin: string, { perSecond, seconds }: WebLoadOptions) {
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const times: number[] = [];
  let failed = 0;
  const begin = performance.now();
  const askOnce = async (due: number) => {
    const { statusCode, body } = await pool.request({
      ...{ method: 'GET', path: '/', headers: { 'accept-encoding': 'gzip' } },
    });
    const { byteLength } = await body.arrayBuffer();
    times.push(performance.now() - due);
    if (statusCode !== 200 || byteLength < 1_000) failed++;
  };
  const asked: Promise<void>[] = [];
  for (let number = 0; number < perSecond * seconds; number++) {
    const due = begin + (number * 1_000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    asked.push(
      askOnce(due).catch(() => {
        failed++;
      }),
    );
  }
  await Promise.all(asked);
  await pool.close();
  return { times, failed };
}
