import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LONGEST_COMMAND, plainMessage } from '../../src/core/message.ts';
import { referenceTo } from '../../src/core/reference.ts';
import { silentLog } from '../../src/lib/log.ts';
import { follow } from '../../src/pipeline/events.ts';
import { memberOf } from '../support/hooks.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

const SHARED = { place: 'shared', member: memberOf('U1') } as const;
const ADDRESS = { platform: 'slack', workspace: 'T1', channel: 'C1' };

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});

afterEach(() => world.close());

async function answer(text: string, others: Parameters<World['type']>[3] = {}) {
  const { name, message } = await world.type(text, 'C1', 'T1', others);
  return { name, text: plainMessage(message), message };
}

/** Presses the button with this label of the last answer. */
async function press(label: string, { message }: Awaited<ReturnType<typeof answer>>) {
  const buttons = [
    ...(message.actions ?? []),
    ...(message.rows ?? []).flatMap((row) => row.action ?? []),
    ...message.cards.flatMap((card) => card.actions ?? []),
  ];
  const button = buttons.find((it) => 'command' in it && it.label === label);
  if (!button || !('command' in button)) throw new Error(`There is no button ${label}`);
  expect(button.command.length).toBeLessThanOrEqual(LONGEST_COMMAND);
  return answer(button.command);
}

function lines(): string[] {
  return world.sender.sent.map((it) => plainMessage(it.message));
}

describe('a list of 200 subscriptions', () => {
  it('comes in pages, each entry with what it brought and a way to remove it', async () => {
    for (let from = 0; from < 200; from += 20)
      await world.type(`subscribe ${Array.from({ length: 20 }, (_, i) => `topic${from + i}`)}`);
    await world.type('subscribe grpo');
    await world.list(makeListings(3));
    const first = await answer('subscriptions');
    expect(first.text).toContain('This channel follows 201 queries (page 1 of 21)');
    expect(first.message.rows).toHaveLength(10);
    const second = await press('Next page', first);
    expect(second.text).toContain('topic10');
    const last = await answer('subscriptions 21');
    expect(last.message.rows).toEqual([
      {
        text: [{ bold: 'grpo' }],
        detail: [
          '3 posts in 30 days, last on 24 Nov 2026, added on 24 Nov 2026 by ',
          { person: 'U1' },
        ],
        action: { label: 'Remove', command: 'unsubscribe #201' },
      },
    ]);
    expect((await press('Remove', last)).text).toContain('This channel no longer follows grpo.');
    expect((await press('Remove', last)).name).toBe('subscriptionGone');
    expect((await answer('subscriptions 22')).text).toBe('There are 20 pages.');
  });

  it('counts cards, not what was only counted', async () => {
    await world.type('papers limit 2');
    await world.type('subscribe grpo');
    await world.list(makeListings(5));
    const { message } = await answer('subscriptions');
    expect(message.rows?.[0]?.detail?.[0]).toContain('2 posts in 30 days');
  });

  it('counts posts of the last 30 days only', async () => {
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    await world.at('2027-01-05T10:00:00Z');
    const { message } = await answer('subscriptions');
    expect(message.rows?.[0]?.detail?.[0]).toBe(
      '0 posts in 30 days, last on 24 Nov 2026, added on 24 Nov 2026 by ',
    );
  });

  it('removes nothing of another channel', async () => {
    await world.type('subscribe grpo', 'C2');
    await world.type('subscribe mamba');
    expect((await answer('unsubscribe #1')).name).toBe('subscriptionGone');
  });
});

describe('a list of saved papers', () => {
  it("is each member's own, grows with Save and shrinks with Undo", async () => {
    await world.list(makeListings(2));
    const saved = await answer('papers save 2611.00001');
    expect(saved.text).toContain('Saved to your list');
    expect((await answer('papers save 2611.00001')).text).toContain('On your list already');
    expect((await answer('papers saved')).text).toContain('You saved 1 paper');
    expect((await answer('papers saved', { member: memberOf('U2') })).name).toBe('nothingSaved');
    expect((await press('Undo', saved)).text).toContain('Taken off your list');
    expect((await answer('papers unsave 2611.00001')).text).toContain('Not on your list');
    expect((await answer('papers saved')).name).toBe('nothingSaved');
    expect((await answer('papers save 2611.09999')).text).toContain(
      'No source has listed 2611.09999 yet.',
    );
    expect((await answer('papers save banana')).text).toContain('Which paper?');
  });

  it('comes in pages', async () => {
    await world.list(makeListings(12));
    for (let paper = 1; paper <= 12; paper++)
      await world.type(`papers save 2611.${String(paper).padStart(5, '0')}`);
    const first = await answer('papers saved');
    expect(first.text).toContain('You saved 12 papers (page 1 of 2)');
    expect((await press('Next page', first)).message.rows).toHaveLength(2);
    expect((await answer('papers saved 3')).text).toBe('There are 2 pages.');
  });

  it('keeps a paper that turns out to be the same as another', async () => {
    await world.list([
      makeListing({ source: 'rss:x', entryId: 'e', identifiers: ['entry:rss:x#e'] }),
    ]);
    const [found] = (await world.storage.papers.listedSince(new Date(0))) ?? [];
    const { message } = await answer('papers search grpo');
    const menu = message.actions?.[0];
    const command = menu && 'options' in menu ? (menu.options[0]?.command ?? '') : '';
    expect(command).toMatch(/^papers paper #[0-9a-z]{11}$/);
    await world.type(command.replace('paper #', 'save #'));
    await world.list([makeListing()]);
    await world.list([
      makeListing({
        source: 'rss:x',
        entryId: 'e',
        identifiers: ['arxiv:2611.00001', 'entry:rss:x#e'],
      }),
    ]);
    expect(found?.title).toBe('An Invented Paper on GRPO');
    expect((await answer('papers saved')).text).toContain('You saved 1 paper');
    expect((await answer(command)).name).toBe('onePaper');
  });
});

describe('muting', () => {
  it('offers what a paper matched, its authors and itself', async () => {
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    const choices = await answer('papers mute 2611.00001');
    expect(choices.message.actions).toEqual([
      { label: 'This paper', command: 'papers mute paper 2611.00001' },
      { label: 'All on grpo', command: 'papers mute grpo' },
      { label: 'All by Ada Example', command: 'papers mute author:"Ada Example"' },
      { label: 'All by Ben Sample', command: 'papers mute author:"Ben Sample"' },
    ]);
  });

  it('offers what means the paper and nothing else, whatever stands in a name or a query', async () => {
    await world.type('subscribe "reward model" OR title:policy -survey');
    const authors = ['Eve" OR grpo OR "x', 'Ada "The" Example', '(((', 'Ben'];
    await world.list([makeListing({ title: 'A Reward Model Policy', authors })]);
    const { message } = await answer('papers mute 2611.00001');
    expect(message.actions?.slice(1)).toEqual([
      { label: 'All on "reward model"', command: 'papers mute "reward model"' },
      { label: 'All on title:policy', command: 'papers mute title:policy' },
      {
        label: 'All by Eve" OR grpo OR "x',
        command: 'papers mute author:"Eve OR grpo OR x"',
      },
      { label: 'All by Ada "The" Example', command: 'papers mute author:"Ada The Example"' },
    ]);
    expect((await answer('papers mute paper')).name).toBe('unknownPaper');
    expect((await answer('papers mute paper it')).name).toBe('unknownPaper');
  });

  it('holds back what matches, says why, and brings it after an undo', async () => {
    await world.type('subscribe grpo');
    const muted = await answer('papers mute author:"Ada Example"');
    expect(muted.text).toContain('Muted here: author:"ada example".');
    await world.list([
      makeListing(),
      makeListing({ entryId: 'b', identifiers: ['arxiv:2611.00002'], authors: ['Cy Third'] }),
    ]);
    expect(world.posted()).toHaveLength(1);
    expect((await answer('papers why 2611.00001')).text).toContain(
      'this channel muted it on 24 Nov 2026: author:"ada example"',
    );
    const undone = await press('Undo', muted);
    expect(undone.text).toContain('1 paper held back meanwhile will come, too.');
    expect(world.posted()).toHaveLength(2);
    expect((await press('Undo', muted)).name).toBe('notMuted');
  });

  it('knows what is muted already, what is not, and what is followed at the same time', async () => {
    await world.type('subscribe grpo');
    expect((await answer('papers muted')).name).toBe('nothingMuted');
    expect((await answer('papers mute GRPO')).text).toContain('This channel also follows it');
    expect((await answer('papers mute grpo')).text).toContain('Muted here already');
    const list = await answer('papers muted');
    expect(list.text).toContain('Muted in this channel: 1 thing');
    expect((await press('Unmute', list)).name).toBe('unmuted');
    expect((await answer('papers unmute grpo')).name).toBe('notMuted');
    expect((await answer('papers mute (')).name).toBe('badQuery');
    expect((await answer('papers mute')).name).toBe('nothingMuted');
    expect((await answer('papers unmute')).name).toBe('nothingMuted');
  });

  it('is not disturbed by a subscription that this version can not read', async () => {
    await world.type('subscribe grpo');
    const [channel] = await world.storage.channels.list();
    const broken = { query: '(((', key: '(((', createdBy: 'U1', createdAt: new Date() };
    const since = new Date();
    await world.storage.subscriptions.add({ channelId: channel?.id ?? 0, since, ...broken });
    expect((await answer('papers mute diffusion')).name).toBe('muted');
  });

  it('of a paper takes its card out of the post, and puts it back', async () => {
    await world.type('subscribe grpo');
    await world.list([makeListing()]);
    const muted = await answer('papers mute paper 2611.00001');
    await world.revise();
    expect(world.sender.edits.at(-1)?.message.cards).toMatchObject([
      { title: 'An Invented Paper on GRPO', summary: '', reasons: [['Muted in this channel.']] },
    ]);
    await press('Undo', muted);
    await world.revise();
    expect(world.sender.edits.at(-1)?.message.cards[0]?.summary).toContain('We invent');
  });

  it('goes with a paper that turns out to be another', async () => {
    await world.type('subscribe grpo');
    const entry = { source: 'rss:x', entryId: 'e', identifiers: ['entry:rss:x#e'] };
    await world.type('papers pause 2026-11-25');
    await world.list([makeListing(entry)]);
    const [paper] = await world.storage.papers.listedSince(new Date(0));
    await world.type(`papers mute paper ${referenceTo(paper ?? { id: '', arxivId: null })}`);
    await world.list([makeListing({ ...entry, identifiers: ['arxiv:2611.00001'] })]);
    await world.list([makeListing()]);
    await world.type('papers resume');
    expect(world.posted()).toEqual([]);
    expect((await answer('papers unmute paper 2611.00001')).name).toBe('unmuted');
    expect(world.posted()).toHaveLength(1);
  });

  it('long ago brings no old papers when it ends', async () => {
    await world.type('subscribe grpo');
    await world.type('papers mute invented');
    await world.list(makeListings(3));
    await world.at('2027-03-01T10:00:00Z');
    expect((await answer('papers unmute invented')).text).toBe('No longer muted here: invented.');
    expect(world.posted()).toEqual([]);
  });

  it('of many things is listed in pages', async () => {
    for (let thing = 0; thing < 12; thing++) await world.type(`papers mute thing${thing}`);
    const first = await answer('papers muted');
    expect(first.text).toContain('Muted in this channel: 12 things (page 1 of 2)');
    expect((await press('Next page', first)).message.rows).toHaveLength(2);
    expect((await answer('papers muted 3')).text).toBe('There are 2 pages.');
  });

  it('leaves out of today what is muted', async () => {
    await world.type('subscribe grpo');
    await world.list(makeListings(2));
    await world.type('papers mute "Paper 1"');
    expect((await answer('papers today')).text).toContain(
      '1 of 2 papers listed on 24 Nov 2026 was found',
    );
  });
});

describe('a channel that others read', () => {
  it('is told of changes to what it follows, in one line each', async () => {
    await world.type('subscribe grpo, dpo', 'C1', 'T1', SHARED);
    await world.type('unsubscribe dpo', 'C1', 'T1', SHARED);
    await world.type('papers mute diffusion', 'C1', 'T1', SHARED);
    await world.type('papers unmute diffusion', 'C1', 'T1', SHARED);
    expect(lines()).toEqual([
      'u1 subscribed this channel to grpo and dpo.',
      'u1 unsubscribed this channel from dpo.',
      'u1 muted here: diffusion.',
      'u1 unmuted here: diffusion.',
    ]);
  });

  it('is told nothing where nothing changed, and nothing once that is switched off', async () => {
    await world.type('subscribe grpo', 'C1', 'T1', SHARED);
    await world.type('subscribe grpo', 'C1', 'T1', SHARED);
    await world.type('unsubscribe mamba', 'C1', 'T1', SHARED);
    await world.type('papers settings announce off', 'C1', 'T1', SHARED);
    await world.type('subscribe mamba', 'C1', 'T1', SHARED);
    await world.type('subscribe mamba', 'C2', 'T1', { place: 'private' });
    expect(lines()).toEqual(['u1 subscribed this channel to grpo.']);
  });
});

describe('a digest beyond the cards of a day', () => {
  it('has a button that shows the rest of that day, weeks later, too', async () => {
    await world.type('papers limit 2');
    await world.type('subscribe grpo');
    await world.list(makeListings(4));
    const [, digest] =
      world.sender.sent.length > 1 ? world.sender.sent : [null, world.sender.sent[0]];
    expect(digest?.message.actions).toEqual([
      { label: 'Show the rest', command: 'papers more 2026-11-24' },
    ]);
    await world.at('2026-12-20T10:00:00Z');
    const rest = await answer('papers more 2026-11-24');
    expect(rest.text).toContain("2 papers of 24 Nov 2026 beyond this channel's 2 cards a day");
    expect((await answer('papers more')).text).toContain('No paper of the last 7 days waits');
    expect((await answer('papers more 2026-11-23')).text).toContain(
      'No paper of 23 Nov 2026 waits',
    );
    expect((await answer('papers more 2026-11-24 2')).text).toBe('There is 1 page.');
    await world.type('unsubscribe grpo');
    expect((await answer('papers why 2611.00001')).text).toContain('has been removed since');
  });

  it('lets one choose among all papers of a long list', async () => {
    await world.type('papers limit 40');
    await world.type('papers settings layout compact');
    await world.type('subscribe grpo');
    await world.list(makeListings(40));
    const menus = world.sender.sent.at(-1)?.message.actions ?? [];
    expect(menus.map((it) => ('options' in it ? [it.label, it.options.length] : []))).toEqual([
      ['Save, mute or explain a paper: 1 to 25', 25],
      ['Save, mute or explain a paper: 26 to 40', 15],
    ]);
  });
});

describe('a subscription to what came already', () => {
  it('promises only what is new to the channel', async () => {
    await world.type('subscribe grpo');
    await world.list(makeListings(3));
    const { text } = await answer('subscribe invented');
    expect(text).toContain('Nothing new since yesterday matches.');
    expect(world.posted()).toHaveLength(3);
  });

  it('follows words, not the address of a paper', async () => {
    const { name, text } = await answer('subscribe https://arxiv.org/abs/2402.03300');
    expect(name).toBe('badQuery');
    expect(text).toContain('For one paper there are /papers save and /papers why');
  });
});

describe('a forum', () => {
  it('is named in the answers about it, and told nothing apart', async () => {
    const { message } = await answer('subscribe grpo', { place: 'forum' });
    expect(message.lines[0]).toEqual(['This is about ', { channel: 'C1' }, '.']);
    expect(world.sender.sent).toEqual([]);
  });
});

describe('trending', () => {
  it('weighs upvotes by age', async () => {
    const listing = (id: string, day: string, upvotes: number) =>
      makeListing({
        entryId: id,
        identifiers: [`arxiv:2611.0000${id}`],
        title: `Paper ${id}`,
        listedAt: new Date(day),
        upvotes,
      });
    await world.list([
      listing('1', '2026-11-24', 40),
      listing('2', '2026-11-18', 100),
      listing('3', '2026-11-23', 0),
      listing('4', '2026-11-01', 900),
    ]);
    const { text } = await answer('papers trending');
    expect(text.match(/Paper \d/g)).toEqual(['Paper 1', 'Paper 2']);
    expect((await answer('papers trending mamba')).name).toBe('nothingTrending');
    expect((await answer('papers trending (')).name).toBe('badQuery');
  });
});

describe('what is suggested while typing', () => {
  const ask = (command: string, typed: string) =>
    world.talk.suggest({ command, typed, channel: ADDRESS });

  it('to unsubscribe: what the channel follows', async () => {
    await world.type('subscribe grpo, "reward model", dpo');
    await world.type('subscribe secret', 'C2');
    expect(await ask('unsubscribe', '')).toEqual(['grpo', '"reward model"', 'dpo']);
    expect(await ask('unsubscribe', 'rew')).toEqual(['"reward model"']);
    expect(await ask('unsubscribe', 'grpo, dp')).toEqual(['grpo, dpo']);
    expect(await ask('unsubscribe', 'x')).toEqual([]);
  });

  it('to subscribe: keywords of the archive, the commonest first, never those of others', async () => {
    await world.type('subscribe secret', 'C2');
    await world.list([
      makeListing({ keywords: ['Reward Model', 'agents'] }),
      makeListing({ entryId: 'b', identifiers: ['arxiv:2611.2'], keywords: ['agents'] }),
    ]);
    expect(await ask('subscribe', '')).toEqual(['agents', '"reward model"']);
    expect(await ask('subscribe', 'rew')).toEqual(['"reward model"']);
    expect(await ask('subscribe', 'secret')).toEqual([]);
  });
});

describe('forms', () => {
  const open = (text: string, manages = true) =>
    world.talk.form({
      text,
      channel: ADDRESS,
      place: 'shared',
      member: memberOf('U1', { manages }),
    });

  it('show what holds at present', async () => {
    await world.type('papers settings layout compact');
    expect(await open('papers settings look')).toMatchObject({
      title: 'How they look',
      fields: [{ name: 'layout', chosen: ['compact'] }, {}, { name: 'cap', value: '20' }, {}, {}],
    });
    expect(await open('papers settings when')).toMatchObject({
      fields: [{ name: 'time', value: 'now' }, {}, { value: 'UTC' }, { value: '' }],
    });
    expect(await open('papers settings which')).toMatchObject({
      fields: [{ value: '' }, { options: [{ label: 'Hugging Face', value: 'hugging-face' }] }],
    });
  });

  it('are for those who may manage the channel; a button of old answers as a command', async () => {
    expect(await open('papers settings look', false)).toMatchObject({ name: 'notAllowed' });
    expect(await open('papers settings colours')).toMatchObject({ name: 'unknownSetting' });
  });
});

describe("a member's page", () => {
  it("shows saved papers, and what the member's channels follow", async () => {
    await world.list(makeListings(1));
    const member = memberOf('U1', { home: 'T1' });
    await world.type('papers save 2611.00001', 'C1', 'T1', { member });
    await world.type('subscribe grpo');
    await world.type('subscribe secret', 'C2', 'T1', { member: memberOf('U2') });
    const request = { platform: 'slack', workspace: 'T1', userId: 'U1' };
    const told = await world.talk.home({ ...request, channels: ['C1'] });
    expect(told.rows?.map((row) => row.text)).toMatchObject([
      [{ bold: 'Saved by you: 1 paper' }],
      [{ link: 'Invented Paper 1 on GRPO' }],
      [{ bold: 'Your channels: 1' }],
      [{ channel: 'C1' }, ': ', { bold: 'grpo' }],
    ]);
    const both = await world.talk.home({ ...request, channels: ['C1', 'C2'] });
    expect(JSON.stringify(both)).toContain('secret');
  });

  it('shows only their own channel where the platform does not tell what they see', async () => {
    await world.type('subscribe left-since', 'C1');
    await world.type('subscribe mine', 'U1');
    const request = { platform: 'slack', workspace: 'T1', userId: 'U1', channels: null };
    const { rows = [] } = await world.talk.home(request);
    expect(rows.map((row) => row.text).slice(1)).toMatchObject([
      [{ bold: 'Your channels: 1' }],
      [{ channel: 'U1' }, ': ', { bold: 'mine' }],
    ]);
  });
});

describe('what happens to a channel on its platform', () => {
  const happen = (event: Parameters<typeof follow>[0]) =>
    follow(event, {
      storage: world.storage,
      platforms: [{ name: 'slack' }, { name: 'discord' }],
      now: () => new Date('2026-11-24T10:00:00Z'),
      log: silentLog(),
      lookAgain: () => undefined,
    });

  it('pauses one that closes, with the reason, and keeps what it follows', async () => {
    await world.type('subscribe grpo');
    await happen({ kind: 'closed', channel: ADDRESS, reason: 'The channel was archived.' });
    expect((await answer('subscriptions')).text).toContain('Paused: The channel was archived.');
    await happen({ kind: 'closed', channel: { ...ADDRESS, channel: 'C9' }, reason: 'Gone.' });
    expect(await world.storage.channels.list()).toHaveLength(1);
  });

  it('pauses all of a workspace that the bot has left', async () => {
    await world.type('subscribe grpo');
    await world.type('subscribe grpo', 'C1', 'T2');
    await happen({ kind: 'left', workspace: 'T1', reason: 'The app was uninstalled.' });
    const paused = (await world.storage.channels.list()).map((it) => it.pausedReason);
    expect(paused).toEqual(['The app was uninstalled.', null]);
  });

  it('follows one to its new id', async () => {
    await world.type('subscribe grpo');
    await happen({ kind: 'moved', from: ADDRESS, to: { ...ADDRESS, channel: 'C5' } });
    const { message } = await world.type('subscriptions', 'C5');
    expect(plainMessage(message)).toContain('grpo');
    expect((await answer('subscriptions')).name).toBe('noSubscriptions');
  });
});
