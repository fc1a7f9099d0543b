import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longFormsIn } from '../../src/core/matching/abbreviations.ts';
import { pointAt } from '../../src/core/query/caret.ts';
import { openStorage } from '../../src/storage/index.ts';
import { makeListing } from '../support/listings.ts';
import { runProgram } from '../support/program.ts';

describe('a caret', () => {
  it.each([
    ['(dpo OR grpo', 0, '^'],
    ['dpo) grpo', 3, '   ^'],
    ['dpo OR', 6, '      ^'],
    ['强化 !学习', 3, '     ^'],
    ['a\tb', 2, '  ^'],
  ])('under a place of %s at %i', (text, position, caret) => {
    expect(pointAt(text, position)).toEqual([text.replace('\t', ' '), caret]);
  });
});

describe('paper-route preview', () => {
  let folder: string;
  let databaseUrl: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
    databaseUrl = `sqlite:${join(folder, 'papers.db')}`;
    const storage = await openStorage(databaseUrl);
    const titles = ['One', 'Two', 'Three'].map((it) => `${it} Tidal Wave Models (TWM)`);
    for (const title of [...titles, 'Four TWM']) {
      const identifiers = [`entry:${title}`];
      const { paper } = await storage.papers.record(
        makeListing({ entryId: title, identifiers, title, listedAt: new Date() }),
        new Date(),
      );
      await storage.abbreviations.add(paper.id, longFormsIn(paper));
    }
    await storage.close();
  });

  afterAll(() => rm(folder, { recursive: true }));

  function run(...args: string[]) {
    const env = { DATABASE_URL: databaseUrl };
    return runProgram(['preview', ...args], { cwd: folder, env, input: '' });
  }

  it('shows where a query can not be read', async () => {
    const { code, stdout, stderr } = await run('a', '(dpo OR grpo', '--json');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.split('\n')).toEqual([
      "The query can't be read:",
      '  a (dpo OR grpo',
      '    ^',
      '  This parenthesis is never closed. Add a ) where it ends.',
      '',
    ]);
  });

  it('shows no place where the whole query is wrong', async () => {
    const { stderr } = await run('agents', '-agent');
    expect(stderr).not.toMatch(/\^/);
    expect(stderr).toMatch(/-agent excludes every paper with agents/);
  });

  it('asks whether an operator was meant', async () => {
    const { code, stderr } = await run('dpo', 'or', 'grpo');
    expect([code, stderr]).toEqual([0, 'Operators are in capitals. Did you mean dpo OR grpo?\n']);
  });

  it('reads the words in their order, whether they stand in quotes or not', async () => {
    for (const query of ['-survey (tidal OR four) -two', '-two OR one', '- one'])
      expect(await run(...query.split(' '), '--days', '9', '--json')).toEqual(
        await run('--json', '--', query),
      );
    expect(await run('-v')).toMatchObject({ code: 0, stderr: '' });
    expect((await run('tidal', '-t', '--json')).stderr).toBe('');
  });

  it('says that a paper is found by an abbreviation', async () => {
    const { stdout } = await run('four', 'tidal-wave-model');
    expect(stdout).toMatch(/tidal-wave-model by its abbreviation in the title: Four TWM/);
    const json = await run('four', '"tidal wave model"', '--json');
    expect(JSON.parse(json.stdout)[0].evidence).toEqual([
      { term: 'four', field: 'title', snippet: 'Four TWM' },
      { term: 'tidal wave model', field: 'title', snippet: 'Four TWM', by: 'abbreviation' },
    ]);
  });
});
