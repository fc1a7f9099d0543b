import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../support/email/server.ts';
import { runProgram } from '../support/program.ts';

let folder: string;
let mail: MailServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
  mail = await startMailServer();
});
afterEach(async () => {
  await mail.stop();
  await rm(folder, { recursive: true });
});

function run(...operands: string[]) {
  const env = {
    DATABASE_URL: 'sqlite:./papers.db',
    SMTP_URL: mail.url,
    EMAIL_FROM: 'papers@example.net',
    PUBLIC_URL: 'https://papers.example.net',
    HTTP_PORT: '0',
    TIMEZONE: 'UTC',
  };
  return runProgram(['email', ...operands], { cwd: folder, env });
}

describe('paper-route email', () => {
  it('adds, lists, resumes and removes an address', async () => {
    expect((await run()).stdout).toBe('Nobody gets papers by mail.\n');
    const when = ['--when', 'weekly 8:00 Europe/Berlin'];
    expect(await run('add', 'Ada@example.org', 'grpo, "reward model"', ...when)).toEqual({
      code: 0,
      stdout:
        'ada@example.org now gets papers on grpo, "reward model", on Mon at 08:00 (Europe/Berlin); 0 papers since yesterday to begin with.\n',
      stderr: '',
    });
    expect((await run()).stdout).toBe(
      'ada@example.org  on Mon at 08:00 (Europe/Berlin)\n    grpo\n    "reward model"\n',
    );
    const [entry] = JSON.parse((await run('--json')).stdout);
    expect(entry).toMatchObject({ address: 'ada@example.org', pausedReason: null });
    expect(entry).not.toHaveProperty('token');
    expect((await run('resume', 'ada@example.org')).code).toBe(0);
    expect((await run('remove', 'ada@example.org')).stdout).toContain('was erased');
    expect((await run()).stdout).toBe('Nobody gets papers by mail.\n');
    expect(mail.mails).toEqual([]);
  });

  it('asks first where that is wanted', async () => {
    expect((await run('add', 'ada@example.org', 'grpo', '--confirm')).stdout).toBe(
      'ada@example.org was asked by mail to confirm.\n',
    );
    expect(mail.mails).toMatchObject([{ to: 'ada@example.org' }]);
    expect((await run()).stdout).toBe('Nobody gets papers by mail.\n');
  });

  it.each<[string[], number, string]>([
    [['add'], 2, 'paper-route email knows add'],
    [['plus', 'ada@example.org'], 2, 'paper-route email knows add'],
    [['add', 'ada', 'grpo'], 2, 'ada is not a mail address.'],
    [['add', 'ada@example.org'], 2, 'needs a query'],
    [['add', 'ada@example.org', '(grpo'], 2, "(grpo can't be read"],
    [['add', 'ada@example.org', 'grpo', '--when', 'soon'], 2, '--when holds soon'],
    [['add', 'ada@example.org', 'grpo', '--when', 'now'], 2, 'Mail comes at an hour'],
    [['remove', 'ada@example.org'], 1, 'ada@example.org gets no mail from here'],
    [['remove', 'ada@example.org', 'ben@example.org'], 2, 'One address at a time'],
  ])('says what is wrong with %j', async (operands, code, sentence) => {
    const done = await run(...operands);
    expect(done.code).toBe(code);
    expect(done.stderr).toContain(sentence);
    expect(done.stdout).toBe('');
  });

  it('says what to set up where there is no mail server', async () => {
    const done = await runProgram(['email'], { cwd: folder });
    expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining('SMTP_URL is missing') });
  });
});
