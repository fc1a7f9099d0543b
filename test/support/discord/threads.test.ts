import { ThreadResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { request, start } from './calls.ts';
import type { DiscordServer, FakeChannel } from './index.ts';

const message = { content: 'hello', allowed_mentions: { parse: [] } };

describe('the fake Discord, of forums', () => {
  it('makes a thread with its first message, both of one id', async () => {
    const { server, forum } = await startForum();
    const made = await call(server, 'POST', `/channels/${forum.id}/threads`, {
      ...{ name: 'news', message },
    });
    expect(made).toMatchObject({ status: 200, json: { parent_id: forum.id, name: 'news' } });
    const { id } = made.json;
    expect(made.json.message.id).toBe(id);
    const { message: first, ...thread } = made.json;
    expect(ThreadResponseSchema.safeParse(thread).error).toBeUndefined();
    const starter = await call(server, 'GET', `/channels/${id}/messages/${id}`);
    expect(starter.json).toMatchObject({ id, content: 'hello' });
    const active = await call(server, 'GET', `/guilds/${server.guildId}/threads/active`);
    expect(active.json.threads.map((it) => it.id)).toContain(id);
    expect(server.violations).toEqual([]);
  });

  it.each<[string, (forum: FakeChannel) => void, object, number]>([
    ['without a message', () => {}, { name: 'news' }, 50035],
    ['without a name', () => {}, { name: '', message }, 50035],
    ['with a name of 101', () => {}, { name: 'x'.repeat(101), message }, 50035],
    [
      'archived after an hour and a half',
      () => {},
      { name: 'news', message, auto_archive_duration: 90 },
      50035,
    ],
    [
      'where the bot may not post',
      ({ may }) => Object.assign(may, { send: false }),
      { name: 'news', message },
      50013,
    ],
    [
      'without a tag',
      (it) => Object.assign(it, { requiresTag: true }),
      { name: 'news', message },
      40067,
    ],
  ])('refuses a post %s', async (_, prepare, body, code) => {
    const { server, forum } = await startForum();
    prepare(forum);
    const made = await call(server, 'POST', `/channels/${forum.id}/threads`, body);
    expect(made.json).toMatchObject({ code });
    expect(server.messages()).toEqual([]);
  });

  it('notices a nonce, which a forum does not know', async () => {
    const { server, forum } = await startForum();
    const body = { name: 'news', message: { ...message, nonce: 'd1', enforce_nonce: true } };
    await call(server, 'POST', `/channels/${forum.id}/threads`, body);
    expect(server.violations).not.toEqual([]);
  });

  it('takes no message and has no history', async () => {
    const { server, forum } = await startForum();
    const path = `/channels/${forum.id}/messages`;
    expect((await call(server, 'POST', path, message)).json).toMatchObject({ code: 50008 });
    expect((await call(server, 'GET', path)).json).toMatchObject({ code: 50024 });
  });

  it('lists archived threads by the time of their archiving', async () => {
    const { server, forum } = await startForum();
    const place = { type: 11, parentId: forum.id, archived: true } as const;
    for (const [index, name] of ['old', 'new', 'newest'].entries()) {
      server.addPlace(name, { ...place, archivedAt: Date.parse('2026-09-01') + index });
    }
    const path = `/channels/${forum.id}/threads/archived/public`;
    const { json } = await call(server, 'GET', `${path}?limit=2`);
    expect(json).toMatchObject({ threads: [{ name: 'newest' }, { name: 'new' }], has_more: true });
    const before = json.threads[1]?.thread_metadata.archive_timestamp;
    const rest = await call(server, 'GET', `${path}?limit=2&before=${before}`);
    expect(rest.json).toMatchObject({ threads: [{ name: 'old' }], has_more: false });
  });
});

describe('the fake Discord, of threads below messages', () => {
  it('has one a message, with its id', async () => {
    const { server, papers, path } = await startMessage();
    const made = await call(server, 'POST', path, { name: 'details' });
    expect(made.json).toMatchObject({ id: server.messages()[0]?.id, parent_id: papers.id });
    const again = await call(server, 'POST', path, { name: 'details' });
    expect(again).toMatchObject({ status: 400, json: { code: 160004 } });
  });

  it('refuses one without permission, with a long name, below nothing', async () => {
    const { server, papers, path } = await startMessage();
    const long = await call(server, 'POST', path, { name: 'x'.repeat(101) });
    const none = await call(server, 'POST', path.replace(/\d+\/threads/, '1234/threads'), {
      name: 'x',
    });
    papers.may.createThreads = false;
    const forbidden = await call(server, 'POST', path, { name: 'x' });
    expect([long, none, forbidden].map(({ json }) => json.code)).toEqual([50035, 10008, 50013]);
  });
});

/** What the tests read of an answer, whatever it is of. */
interface Json {
  readonly id: string;
  readonly code: number;
  readonly message: { readonly id: string };
  readonly threads: readonly {
    readonly id: string;
    readonly thread_metadata: { readonly archive_timestamp: string };
  }[];
}

async function startForum() {
  const server = await start();
  return { server, forum: server.addPlace('digests', { type: 15 }) };
}

async function startMessage() {
  const server = await start();
  const { papers } = server.channels;
  const { json } = await call(server, 'POST', `/channels/${papers.id}/messages`, message);
  return { server, papers, path: `/channels/${papers.id}/messages/${json.id}/threads` };
}

async function call(server: DiscordServer, method: string, path: string, body?: unknown) {
  const answer = await request(server, method, path, body);
  return { status: answer.status, json: (await answer.json()) as Json };
}
