import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
/** A configured bot: none of this must matter to the demo. */
const SETTINGS = {
  DATABASE_URL: 'sqlite:./data/paper-route.db',
  HF_ENDPOINT: 'http://127.0.0.1:9999',
  SLACK_BOT_TOKEN: 'xoxb-of-nobody',
};
const GRPO_TITLES = ['Demystifying Hidden-State Recurrence', 'Where, What, Why, and Importance'];

let folder: string;
let transcript: string;
let complaints: string;

/** A run of the demo in an empty folder. */
function runOptions() {
  return { cwd: folder, env: { PATH: process.env.PATH, ...SETTINGS } };
}

/** What stands between a line of the transcript and the next command. */
function answerTo(line: string): string {
  const [, rest = ''] = transcript.split(`\n${line}\n`);
  return rest.split('\n> ')[0] ?? '';
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-route-demo-'));
  const run = await promisify(execFile)(process.execPath, [PROGRAM, 'demo'], runOptions());
  transcript = run.stdout;
  complaints = run.stderr;
});

afterAll(() => rm(folder, { recursive: true }));

describe('paper-route demo', () => {
  it('says first what it is, and last what to do next', () => {
    const lines = transcript.trim().split('\n');
    expect(lines[0]).toMatch(/^A sample of 12 real papers of 12 June 2026/);
    expect(lines.at(-1)).toContain('npm start');
  });

  it('answers each command where a person would see it', () => {
    expect(answerTo('> /subscribe grpo')).toContain('This channel now follows grpo.');
    expect(answerTo('> /subscribe "sparse attention", agent')).toContain('6 new papers');
    expect(answerTo('> /papers today')).toContain('8 of 12 papers');
    expect(answerTo('> /subscriptions')).toContain('This channel follows 3 queries');
  });

  it('posts each paper on GRPO once, and says why', () => {
    const digest = answerTo('2 new papers on grpo');
    for (const title of GRPO_TITLES) expect(digest.split(title)).toHaveLength(2);
    expect(digest.match(/^ *Matched grpo in the abstract/gm)).toHaveLength(2);
  });

  it('posts the next subscriptions in a digest of their own, without what was posted', () => {
    const digest = answerTo('6 papers: 5 on agent, 1 on sparse attention');
    expect(digest.match(/^ *Matched /gm)).toHaveLength(6);
    for (const title of GRPO_TITLES) expect(digest).not.toContain(title);
  });

  it('says of a summary by a machine that it is one', () => {
    expect(transcript).toMatch(/\(summary\s+by\s+a\s+language\s+model\)/);
  });

  it('stays within 80 columns, addresses apart, and without colour in a pipe', () => {
    const wide = transcript.split('\n').filter((line) => line.length > 80);
    expect(wide.filter((line) => !line.includes('https://'))).toEqual([]);
    expect(transcript).not.toContain('\x1b');
  });

  it('complains of nothing and leaves no file', async () => {
    expect(complaints).toBe('');
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends in peace when its reader leaves, as head does', async () => {
    const run = spawn(process.execPath, [PROGRAM, 'demo'], runOptions());
    run.stdout.once('data', () => run.stdout.destroy());
    const [[code], errors] = await Promise.all([once(run, 'exit'), text(run.stderr)]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });
});
