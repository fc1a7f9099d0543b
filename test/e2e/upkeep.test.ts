import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { canLimitFiles, somebodyElse } from '../support/miseries.ts';
import { runProgram } from '../support/program.ts';
import { CHANNEL } from '../support/slack/workspace.ts';
import {
  file,
  here,
  PATIENCE,
  PROGRAM,
  postedOnce,
  posts,
  publish,
  run,
  startBot,
  subscribe,
  useOutside,
} from './steady-bot.ts';

useOutside();

describe('paper-route backup and restore', () => {
  const backup = () => join(dirname(file()), 'backup.db');

  it('bring a bot back that posts nothing twice of what was posted before the backup', async () => {
    await subscribe();
    publish(1);
    await startBot();
    await postedOnce('Tidal One');
    expect(await run('backup', backup())).toEqual({
      code: 0,
      stdout: expect.stringMatching(/backup\.db: 1 paper, 0\.\d MB, checked\.\n$/),
      stderr: '',
    });
    expect(await run('backup', backup())).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ exists already, /),
    });

    publish(2);
    await postedOnce('Tidal One', 'Tidal Two');
    const early = await run('restore', backup());
    expect(early).toMatchObject({ code: 1, stderr: expect.stringMatching(/ is in use\. Stop /) });
    await here.bot?.stop();

    publish(3);
    expect(await run('restore', backup())).toEqual({
      code: 0,
      stdout: [
        `Restored ${backup()}: 1 paper.`,
        `The database that was there is kept as ${file()}.before-restore.`,
        'It had sent 2 messages after the backup was made: papers of those may be posted again.\n',
      ].join('\n'),
      stderr: '',
    });
    await startBot();
    await vi.waitFor(() => expect(posts().discord).toContain('Tidal Three'), PATIENCE);
    await vi.waitFor(() => expect(posts().slack).toContain('Tidal Three'), PATIENCE);
    for (const titles of Object.values(posts()))
      expect(titles.filter((title) => title === 'Tidal One')).toHaveLength(1);
  });

  it('look for what was on its way when the backup was made, instead of sending it again', async () => {
    await subscribe();
    here.outside.slack.fail('chat.postMessage', { retryAfter: 3 });
    publish(1);
    await startBot();
    await vi.waitFor(() => expect(posts().discord).toEqual(['Tidal One']), PATIENCE);
    expect(await run('backup', backup())).toMatchObject({ code: 0 });
    expect(posts().slack).toEqual([]);
    await postedOnce('Tidal One');
    await here.bot?.stop();
    expect(await run('restore', backup())).toMatchObject({ code: 0 });
    expect(await here.outside.waiting()).toBe(1);
    await startBot();
    await vi.waitFor(async () => expect(await here.outside.waiting()).toBe(0), PATIENCE);
    await postedOnce('Tidal One');
  });

  it('say so when they may not write where they should', async () => {
    await subscribe();
    chmodSync(dirname(file()), 0o555);
    const options = { cwd: dirname(file()), env: here.settings, as: somebodyElse() };
    const { code, stderr } = await runProgram(['backup', backup()], options);
    chmodSync(dirname(file()), 0o755);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^This user can't write to the folder \S+\. Choose another one/),
    ]);
  });

  it.runIf(canLimitFiles())('leave nothing half-made behind where there is no room', async () => {
    await subscribe();
    const limited = ['--fsize=100000', process.execPath, PROGRAM, 'backup', backup()];
    const { status, stderr } = spawnSync('prlimit', limited, {
      env: here.settings,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^The disk of the copy \S+ refuses/),
    ]);
    expect(existsSync(backup())).toBe(false);
    expect(existsSync(`${backup()}.partial`)).toBe(false);
  });
});

describe('paper-route deliveries', () => {
  const givenUp = async () => {
    const { stdout } = await run('deliveries', '--json');
    return JSON.parse(stdout).filter(({ state }: { state: string }) => state === 'failed');
  };
  const oneGivenUp = () =>
    vi.waitFor(async () => expect(await givenUp()).toHaveLength(1), PATIENCE);

  it('lists and retries what was given up, while the bot runs', async () => {
    await subscribe();
    here.outside.slack.fail('chat.postMessage', { error: 'msg_too_long' }, 2);
    publish(1);
    await startBot();
    await oneGivenUp();
    const { code, stdout, stderr } = await run('deliveries');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^ID +CHANNEL +STATE +PAPERS +ATTEMPTS +SINCE +NEXT ATTEMPT\n[0-9a-f]{24} {2}slack C0READING +given up +1 +1 +\d{4}-\d\d-\d\d \d\d:\d\d +never\n {4}\S.*\n\nTimes are those of UTC\.\n$/,
    );
    const [letter] = await givenUp();
    expect(letter).toMatchObject({ papers: 1, to: { platform: 'slack', channel: CHANNEL } });

    expect(await run('deliveries', 'retry', letter.id)).toMatchObject({
      code: 0,
      stdout: '1 dead letter back in the queue; the running bot begins within a minute.\n',
    });
    await vi.waitFor(() => expect(calls()).toHaveLength(2), PATIENCE);
    await oneGivenUp();
    expect((await run('deliveries', 'retry', '--all')).stdout).toMatch(/^1 dead letter back/);
    await postedOnce('Tidal One');
    expect((await run('deliveries')).stdout).toBe('Nothing waits, and nothing was given up.\n');
  });

  it('drops what was given up, and its papers are not posted again', async () => {
    await subscribe();
    here.outside.slack.fail('chat.postMessage', { error: 'msg_too_long' });
    publish(1);
    const running = await startBot();
    await oneGivenUp();
    expect((await run('doctor')).stdout).toMatch(/FAILED {2}Delivery [0-9a-f]{24} to slack/);
    expect((await run('deliveries', 'drop', '--all')).stdout).toMatch(/^1 dead letter dropped/);
    expect((await run('doctor')).stdout).not.toMatch(/FAILED/);
    publish(2);
    await vi.waitFor(() => expect(posts().slack).toEqual(['Tidal Two']), PATIENCE);
    await running.stop();
    const { code, stderr } = await run('deliveries', 'retry', 'd1');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^There is no delivery d1 that/)]);
  });

  const calls = () =>
    here.outside.slack.calls.filter(({ method }) => method === 'chat.postMessage');
});

describe('a mistake on the command line', () => {
  it.each([
    ['deliveries forget d1', /knows retry <id>, drop <id>/],
    ['deliveries retry', /takes one id, or --all/],
    ['deliveries drop d1 --all', /takes one id, or --all/],
    ['deliveries drop d1 d2', /d2 is too many/],
    ['backup', /needs the name of the new file/],
    ['backup one two', /takes one file, but got two/],
    ['restore', /needs the name of a backup/],
  ])('%s', async (command, sentence) => {
    const { code, stdout, stderr } = await run(...command.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });
});
