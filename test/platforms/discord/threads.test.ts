import { describe, expect, it } from 'vitest';
import type { Failure, FakeChannel } from '../../support/discord/index.ts';
import { card, cards, message } from './fixtures.ts';
import { calm, failure, request, setUp } from './set-up.ts';

const OPEN = 'POST /channels/:channel/messages/:message/threads';
const POST = 'POST /channels/:channel/messages';
const longAgo = () => new Date(Date.now() - 10 * 60_000);

describe('a page that belongs in a thread', () => {
  it('stands in the thread of the first message', async () => {
    const { server, sendFirst, sendPage, threadOf, papers } = await setUpPages();
    const first = await sendFirst();
    expect(await sendPage(first, 'd2')).toMatch(new RegExp(`^${first}/\\d+$`));
    expect(await sendPage(first, 'd3')).toMatch(new RegExp(`^${first}/\\d+$`));
    const thread = threadOf(first);
    expect(thread).toMatchObject({ name: `${TITLE} and more`, parentId: papers.id, type: 11 });
    expect(server.messages(papers)).toHaveLength(1);
    expect(server.messages(thread)).toHaveLength(2);
    expect(server.calls.filter(({ route }) => route === OPEN)).toHaveLength(1);
  });

  it('can be changed by its receipt', async () => {
    const { server, sender, sendFirst, sendPage, papers } = await setUpPages();
    const messageId = await sendPage(await sendFirst(), 'd2');
    const { to, key, message: shown } = request(server, papers, { key: 'd2' });
    await sender.edit?.({ to, key, messageId, message: shown }, calm);
    expect(server.messages().map(({ edits }) => edits)).toEqual([0, 1]);
  });

  it('leaves an archived thread closed when it is only changed', async () => {
    const { server, sender, sendFirst, sendPage, threadOf, papers } = await setUpPages();
    const first = await sendFirst();
    const messageId = await sendPage(first, 'd2');
    Object.assign(threadOf(first) ?? {}, { archived: true });
    const { to, key, message: shown } = request(server, papers);
    const edit = sender.edit?.({ to, key, messageId, message: shown }, calm) ?? Promise.resolve();
    expect(await failure(edit)).toMatchObject({ kind: 'permanent', concerns: 'message' });
    expect(threadOf(first)?.archived).toBe(true);
  });

  it('stands in the channel when the first message never arrived', async () => {
    const { server, sendPage, papers } = await setUpPages();
    await sendPage(null, 'd2');
    expect(server.messages(papers)).toHaveLength(1);
  });
});

describe('a process that dies around a thread', () => {
  it.each<[string, string, Failure]>([
    ['before it is opened', OPEN, { status: 503 }],
    ['after it is opened', OPEN, 'taken, reset'],
    ['before the page is posted', POST, 'reset'],
    ['after the page is posted', POST, 'taken, reset'],
  ])('(%s) loses no page and doubles none', async (_, route, fault) => {
    for (const since of [() => new Date(), longAgo]) {
      const first = await setUpPages();
      const { server, papers, threadOf } = first;
      const start = await first.sendFirst();
      server.fail(route, fault);
      await failure(first.sendPage(start, 'd2'));
      const next = await setUpPages({ apiUrl: server.apiUrl, token: server.token });
      await next.send(server, papers, start, 'd2', since());
      expect(server.messages(papers)).toHaveLength(1);
      expect(server.messages(threadOf(start))).toHaveLength(1);
    }
  });

  it('stays doubtful while the thread can not be opened', async () => {
    const { server, sender, sendFirst, papers } = await setUpPages();
    const first = await sendFirst();
    server.fail(OPEN, { retryAfter: 2 });
    const again = request(server, papers, {
      ...{ key: 'd2', first, maybeSentAt: new Date(), message: page },
    });
    expect((await failure(sender.send(again, calm))).kind).toBe('unknown');
  });
});

describe('a page that shows the papers of the list before it', () => {
  const shown = cards(3, { links: [] });
  const list = message({ cards: shown, compact: true });
  const below = message({ heading: [], cards: shown, inThread: true });

  it.each(['forum', 'direct'] as const)('is not taken for it (%s)', async (kind) => {
    const { server, sender } = await setUp();
    const forum = server.addPlace('digests', { type: 15 });
    const channel = kind === 'forum' ? forum : server.channels.direct;
    const { messageId: first } = await sender.send(
      request(server, channel, { message: list }),
      calm,
    );
    server.fail(POST, 'reset');
    const next = { key: 'd2', message: below, first };
    expect((await failure(sender.send(request(server, channel, next), calm))).kind).toBe('unknown');
    const again = request(server, channel, { ...next, maybeSentAt: longAgo() });
    const { messageId } = await sender.send(again, calm);
    expect(messageId).not.toBe(first);
    expect(server.messages()).toHaveLength(2);
    expect(await sender.send(again, calm)).toEqual({ messageId });
    expect(server.messages()).toHaveLength(2);
  });
});

describe('where no thread can be had', () => {
  it.each<[string, number, (setting: Setting) => void]>([
    ['may not open any', 3, ({ papers }) => Object.assign(papers.may, { createThreads: false })],
    [
      'may not post in them',
      4,
      ({ papers }) => Object.assign(papers.may, { sendInThreads: false }),
    ],
    [
      'finds the first message deleted',
      3,
      ({ server }) => server.messages().forEach(server.deleteMessage),
    ],
  ])(
    'because the bot %s, pages go to the channel, and the log says so once',
    async (_, posts, prepare) => {
      const setting = await setUpPages();
      const { server, sendFirst, sendPage, papers, log } = setting;
      const first = await sendFirst();
      prepare(setting);
      const known = server.messages(papers).length;
      expect(await sendPage(first, 'd2')).toMatch(/^\d+$/);
      expect(await sendPage(first, 'd3')).toMatch(/^\d+$/);
      expect(server.messages(papers)).toHaveLength(known + 2);
      expect(log.filter((line) => line.includes('they go to the channel'))).toHaveLength(1);
      expect(server.calls.filter(({ route }) => route === OPEN)).toHaveLength(1);
      expect(server.calls.filter(({ route }) => route === POST)).toHaveLength(posts);
    },
  );

  it.each(['direct', 'thread'] as const)('because it is a %s channel, too', async (kind) => {
    const { server, sender } = await setUpPages();
    const channel = server.channels[kind];
    const { messageId: first } = await sender.send(request(server, channel), calm);
    const second = { key: 'd2', first, message: page };
    await sender.send(request(server, channel, second), calm);
    expect(server.messages(channel)).toHaveLength(2);
  });

  it('looks for an earlier copy in the channel, too', async () => {
    const { server, sendFirst, send, papers } = await setUpPages();
    const first = await sendFirst();
    papers.may.createThreads = false;
    await send(server, papers, first, 'd2', null);
    await send(server, papers, first, 'd2', longAgo());
    expect(server.messages(papers)).toHaveLength(2);
  });

  it('tries again with the next digest', async () => {
    const { server, sendFirst, sendPage, threadOf, papers } = await setUpPages();
    papers.may.createThreads = false;
    await sendPage(await sendFirst(), 'd2');
    papers.may.createThreads = true;
    const next = await sendFirst('d3');
    await sendPage(next, 'd4');
    expect(server.messages(threadOf(next))).toHaveLength(1);
  });
});

const TITLE = 'Rewards in Groups';

const page = message({
  heading: [],
  cards: [card({ title: TITLE, url: 'https://arxiv.org/abs/2609.05555' }), card()],
  inThread: true,
});

type Setting = Awaited<ReturnType<typeof setUpPages>>;

async function setUpPages(changes: { apiUrl?: string; token?: string } = {}) {
  const setting = await setUp({ nonceMemoryMs: 180_000 }, changes);
  const { server, sender } = setting;
  const { papers } = server.channels;
  const send = async (
    to: typeof server,
    channel: FakeChannel,
    first: string | null,
    key: string,
    maybeSentAt: Date | null,
  ) => {
    const its = request(to, channel, { key, first, maybeSentAt, message: page });
    return (await sender.send(its, calm)).messageId;
  };
  return {
    ...{ ...setting, papers, send },
    sendFirst: async (key = 'd1') =>
      (await sender.send(request(server, papers, { key }), calm)).messageId,
    sendPage: (first: string | null, key: string) => send(server, papers, first, key, null),
    threadOf: (first: string) => server.places.get(first),
  };
}
