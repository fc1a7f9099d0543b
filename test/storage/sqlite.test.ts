import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { searchFor } from '../../src/core/matching/search.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { openStorage } from '../../src/storage/index.ts';
import { describeStorageContract } from '../contract/stores.ts';
import { makeListing } from '../support/listings.ts';

describeStorageContract('SQLite', () => openStorage('sqlite::memory:'));

describe('an SQLite file', () => {
  const folders: string[] = [];

  async function makeFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
    folders.push(folder);
    return folder;
  }

  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  it('is made with its folder, and read again after a restart', async () => {
    const url = `sqlite:${join(await makeFolder(), 'deep', 'down', 'papers.db')}`;
    const first = await openStorage(url);
    await first.papers.record(makeListing(), new Date());
    await first.close();
    const second = await openStorage(url);
    expect(await second.papers.count()).toBe(1);
    await second.close();
  });

  it('serves two processes that write at the same time', async () => {
    const url = `sqlite:${join(await makeFolder(), 'papers.db')}`;
    const [one, other] = [await openStorage(url), await openStorage(url)];
    const write = (storage: typeof one, id: string) =>
      storage.transaction(async (stores) => {
        await stores.papers.count();
        await stores.papers.record(
          makeListing({ entryId: id, identifiers: [`entry:${id}`] }),
          new Date(),
        );
      });
    await write(one, 'a');
    await write(other, 'b');
    await write(one, 'c');
    expect(await other.papers.count()).toBe(3);
    await one.close();
    await other.close();
  });

  it('of an earlier version gets its texts cleaned, once', async () => {
    const path = join(await makeFolder(), 'papers.db');
    const old = await openStorage(`sqlite:${path}`);
    const abstract = 'It needs $O(n \\log n)$. Code: https://github.com/some/thing.';
    await old.papers.record(makeListing({ title: 'On $\\alpha$-trees', abstract }), new Date());
    await old.close();
    forgetRules(path);
    const storage = await openStorage(`sqlite:${path}`);
    const query = parseQuery('title:"on α-trees" has:code');
    const [paper] = await storage.papers.listedSince(
      new Date(0),
      searchFor(query, () => []),
    );
    expect(paper).toMatchObject({
      title: 'On α-trees',
      abstract: 'It needs O(n log n). Code.',
      codeUrl: 'https://github.com/some/thing',
      moreLinks: [],
    });
    await storage.close();
  });

  /** Makes a file as versions without rules for texts left it. */
  function forgetRules(path: string): void {
    const database = new Database(path);
    database.exec(`update listings set text_rules = 0, listing_json = json_remove(listing_json, '$.addresses');
      update papers set paper_json = json_remove(paper_json, '$.moreLinks')`);
    database.close();
  }

  it('that can not be opened is named in one sentence', async () => {
    const folder = await makeFolder();
    await expect(openStorage(`sqlite:${folder}`)).rejects.toThrow(
      /^The database .* can't be opened \(.*\)\. Check DATABASE_URL/,
    );
  });
});
