import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arxivErrorFeed, arxivRss } from '../support/feeds/arxiv.ts';
import { dailyPaper, dailyPapersApi } from '../support/feeds/hugging-face.ts';
import { deadOrigin, type LoopbackServer, startServer } from '../support/feeds/server.ts';
import { runProgram } from '../support/program.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const PATIENCE = { timeout: 20_000, interval: 100 };

const DAY = new Date().toISOString().slice(0, 10);
const submittedOnDailyAt = `${DAY}T00:00:00.000Z`;

let folder: string;
let feeds: LoopbackServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
  const huggingFace = dailyPapersApi({
    [DAY]: [
      dailyPaper('2611.00001', { submittedOnDailyAt, title: 'Tidal GRPO' }),
      dailyPaper('2611.00002', { submittedOnDailyAt, title: 'Tidal Mamba' }),
    ],
  });
  feeds = await startServer((asked) => {
    if (asked.url.pathname === '/rss/cs.LG')
      return { body: arxivRss({ day: DAY, items: [{ id: '2611.00001', title: 'Tidal GRPO' }] }) };
    if (asked.url.pathname === '/rss/zz') return { status: 400, body: arxivErrorFeed('zz') };
    return huggingFace(asked);
  });
});

afterEach(async () => {
  await feeds.close();
  await rm(folder, { recursive: true });
});

function run(command: string, settings: Record<string, string> = {}, input = '') {
  const env = { ...sources(), ...settings };
  return runProgram(command.split(' '), { cwd: folder, env, input });
}

function sources() {
  return {
    HF_ENDPOINT: feeds.origin,
    ARXIV_FEED_URL: `${feeds.origin}/rss`,
    ARXIV_CATEGORIES: 'cs.LG',
  };
}

describe('a page without any chat', () => {
  it('is served where nobody types, until a signal', async () => {
    const { port, origin } = new URL(await deadOrigin());
    const bot = spawn(process.execPath, [PROGRAM, 'start'], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...sources(), PAGE: 'true', HTTP_PORT: port },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const titles = async () => (await fetch(`${origin}/?day=${DAY}`)).text();
    await vi.waitFor(async () => expect(await titles()).toContain('Tidal Mamba'), PATIENCE);
    bot.kill('SIGTERM');
    expect((await once(bot, 'exit'))[0]).toBe(0);
  });
});

describe('paper-route poll and preview', () => {
  it('read the sources, and tell what a query would have brought, as JSON and nothing else', async () => {
    const poll = await run('poll');
    expect(poll).toMatchObject({ code: 0, stderr: '' });
    expect(poll.stdout).toMatch(/^Hugging Face: 2 listings\narXiv cs\.LG: 1 listing/);

    const preview = await run('preview grpo --days 3 --json');
    expect(preview).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(preview.stdout)).toEqual([
      {
        id: 'arxiv:2611.00001',
        title: 'Tidal GRPO',
        url: 'https://arxiv.org/abs/2611.00001',
        listedAt: expect.stringMatching(new RegExp(`^${DAY}`)),
        sources: ['arxiv:cs.LG', 'hugging-face'],
        evidence: [{ term: 'grpo', field: 'title', snippet: 'Tidal GRPO' }],
      },
    ]);
    expect((await run('preview nothing-like-it --json')).stdout).toBe('[]\n');
    expect((await run('preview grpo')).stdout).toMatch(
      /^1 paper in the last 14 days\n\nTidal GRPO\n/,
    );
  });

  it('go on with the other sources when one fails, and say why', async () => {
    const { code, stdout } = await run('poll', { ARXIV_CATEGORIES: 'zz,cs.LG' });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Hugging Face: 2 listings/);
    expect(stdout).toMatch(/arXiv zz: arXiv has no feed for the category "zz"/);
    expect(stdout).toMatch(/arXiv cs\.LG: 1 listing/);
  });

  it('fail when nothing can be reached', async () => {
    const nowhere = await deadOrigin();
    const { code } = await run('poll', { HF_ENDPOINT: nowhere, ARXIV_FEED_URL: nowhere });
    expect(code).toBe(1);
  });
});

describe('paper-route start with piped commands', () => {
  it('answers them, shows what matches, and keeps the subscriptions', async () => {
    const first = await run('start', {}, '/subscribe grpo\n');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('This channel now follows grpo.');
    expect(first.stdout.split('Matched grpo in the title')).toHaveLength(2);
    const second = await run('start', {}, '/subscriptions\n/papers today\n');
    expect(second.stdout).toContain('• grpo');
    expect(second.stdout).not.toContain('Matched grpo');
    expect(second.stdout).not.toContain('\x1b');
  });

  it('says what is missing when there is neither a token nor a command, and reads nothing', async () => {
    const { code, stderr } = await run('start');
    expect(code).toBe(2);
    expect(stderr).toMatch(/no Slack or Discord token is set/);
    expect(feeds.asked).toEqual([]);
  });

  it('says in one line that nothing can be reached, and offers the demo', async () => {
    const nowhere = await deadOrigin();
    const settings = { HF_ENDPOINT: nowhere, ARXIV_FEED_URL: nowhere };
    const { code, stdout } = await run('start', settings, '/subscribe grpo\n');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /No source can be reached; subscriptions are kept\.[\s\S]*npm run\s+demo/,
    );
    expect(stdout).toContain('This channel now follows grpo.');
  });
});

describe('paper-route doctor', () => {
  it('goes through everything, one by one, with a remedy for what is wrong', async () => {
    const good = await run('doctor');
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(
      /^ok {4} {2}Configuration[\s\S]*ok {4} {2}Database[\s\S]*All is well\.\n$/,
    );
    const bad = await run('doctor', { ARXIV_CATEGORIES: 'zz' });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/FAILED {2}arXiv zz: .*\n {8}→ /);
  });

  it('names every mistake of the configuration', async () => {
    const { code, stdout } = await run('doctor', { TIMEZONE: 'Mars', DIGEST_TIME: 'noon' });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /FAILED {2}Configuration: DIGEST_TIME[\s\S]*FAILED {2}Configuration: TIMEZONE/,
    );
  });
});

describe('a mistake on the command line', () => {
  it.each([
    ['preview', /needs a query/],
    ['preview (a', /never closed/],
    ['preview a --days soon', /--days takes a whole number/],
    ['preview a --dasy 3', /--dasy/],
    ['dance', /no command dance/],
    ['poll now', /takes no argument/],
  ])('%s', async (command, sentence) => {
    const { code, stdout, stderr } = await run(command);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('in .env is named without a stack trace', async () => {
    await writeFile(join(folder, '.env'), 'POLL_CRON=often\n');
    const { code, stderr } = await run('start');
    expect(code).toBe(2);
    expect(stderr).toMatch(/POLL_CRON is not a cron expression/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('or a question gets help', async () => {
    expect((await run('--help')).stdout).toMatch(/paper-route preview <query>/);
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
