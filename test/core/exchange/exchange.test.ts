import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contents, ExchangeError } from '../../../src/core/exchange/contents.ts';
import { readExchange } from '../../../src/core/exchange/read.ts';
import { writeExchange } from '../../../src/core/exchange/write.ts';
import { splitQueries } from '../../../src/core/query/list.ts';
import { anyChannel, anyQuery } from '../../support/exchange.ts';

function read(text: string) {
  const { subscriptions, settings, mutes, problems } = readExchange(text);
  return { queries: subscriptions.map((it) => it.text), settings, mutes, problems };
}

/** "12: “foo” is no setting", one for each problem. */
function problemsOf(text: string): string[] {
  return readExchange(text).problems.map((it) => `${it.line}: “${it.text}” ${it.reason}`);
}

function settingsOf(lines: string): Contents['settings'] {
  const indented = lines.replace(/^/gm, '  ');
  const { settings, problems } = readExchange(`version: 1\nsettings:\n${indented}\n`);
  expect(problems).toEqual([]);
  return settings;
}

describe('An exported file', () => {
  it('reads well', () => {
    const file = writeExchange(
      {
        schedule: { kind: 'daily', time: '09:00', days: ['mon', 'thu'], timeZone: 'Europe/Berlin' },
        layout: 'compact',
        links: 'words',
        dailyCap: null,
        minUpvotes: 5,
        sources: null,
        notices: true,
        announces: false,
        pausedUntil: null,
        pausedReason: null,
        nextDigestAt: null,
        language: null,
        mutes: [
          { kind: 'query', what: 'survey', mutedBy: 'U1', mutedAt: new Date() },
          { kind: 'paper', what: 'arxiv:2402.03300', mutedBy: 'U1', mutedAt: new Date() },
        ],
      },
      ['grpo', '"reward model" -diffusion', 'author:"ada byron" upvotes>=20', '42'],
    );
    expect(file).toMatchInlineSnapshot(`
      "# What a channel follows in Paper Route, and how. To take it over in another
      # channel, type /papers import there with this file, or with its text.
      version: 1
      subscriptions:
        - grpo
        - '"reward model" -diffusion'
        - author:"ada byron" upvotes>=20
        - "42"
      settings:
        schedule: 09:00
        days: mon,thu
        time-zone: Europe/Berlin
        layout: compact
        daily-cap: usual
        minimum-upvotes: 5
        sources: all
        links: words
        notices: on
        announcements: off
        language: en
      mutes:
        - survey
        - paper: arxiv:2402.03300
      "
    `);
    expect(file).not.toContain('U1');
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyChannel, fc.array(anyQuery), (channel, queries) => {
        const found = read(writeExchange(channel, queries));
        const { schedule, dailyCap, minUpvotes, sources, notices, announces } = channel;
        const { layout, links, language } = channel;
        const { kind, ...daily } = schedule;
        expect(found).toEqual({
          queries,
          settings: {
            ...{ dailyCap, minUpvotes, sources, notices, announces, layout, links, language },
            schedule: kind === 'daily' ? daily : 'at once',
          },
          mutes: channel.mutes.map((it) => ({
            kind: it.kind,
            text: it.what,
            line: expect.any(Number),
          })),
          problems: [],
        });
      }),
    );
  });

  it('holds no query that a comma would cut', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(splitQueries(query)).toEqual([query]);
      }),
    );
  });
});

describe('A list of queries', () => {
  const expected = ['grpo', '"reward model" -diffusion', 'title:scaling', '-x'];

  it.each([
    ['one a line', 'grpo\n"reward model" -diffusion\n\n  title:scaling\n# a comment\n-x\n'],
    ['with Windows line ends', 'grpo\r\n"reward model" -diffusion\r\ntitle:scaling\r\n-x'],
    ['behind a byte order mark', '\ufeffgrpo\n"reward model" -diffusion\ntitle:scaling\n-x'],
    ['as YAML', `- grpo\n- '"reward model" -diffusion'\n- title:scaling # a comment\n- -x\n`],
    ['as what people take for YAML', `- grpo\n- "reward model" -diffusion\n- title:scaling\n- -x`],
    [
      'under its name',
      'subscriptions:\n  - grpo\n  - "reward model" -diffusion\n  - title:scaling\n  - -x',
    ],
    [
      'in one line of YAML',
      `subscriptions: [grpo, '"reward model" -diffusion', 'title:scaling', -x]`,
    ],
  ])('is read %s', (_, text) => {
    expect(read(text)).toEqual({ queries: expected, settings: {}, mutes: [], problems: [] });
  });

  it.each([
    ['numbers', '- 42\n- 2.50\n- 1e3\n- 0x1F\n- 2026-11-24', '42 2.50 1e3 0x1F 2026-11-24'],
    ['words that YAML knows', '- true\n- null\n- no\n- ~', 'true null no ~'],
    ['what begins like YAML', '- @x\n- *foo\n- "a"*\n- %b\n- `c`', '@x *foo "a"* %b `c`'],
    ['a colon', '- title: scaling laws\n- a', 'title: scaling laws a'],
  ])('takes %s as they are', (_, text, queries) => {
    expect(read(text).queries.join(' ')).toBe(queries);
  });

  it('knows the line of each', () => {
    expect(readExchange('# hello\n\n- a\n\n- b').subscriptions).toEqual([
      { text: 'a', line: 3 },
      { text: 'b', line: 5 },
    ]);
    expect(readExchange('\na\n\nb\n').subscriptions.map((it) => it.line)).toEqual([2, 4]);
  });
});

describe('Settings', () => {
  it.each([
    ['schedule: now', { schedule: 'at once' }],
    ['schedule: At once', { schedule: 'at once' }],
    ['schedule: 9:00', { schedule: { time: '09:00' } }],
    ['days: [mon, Thursday]', { schedule: { days: ['mon', 'thu'] } }],
    ['days: weekends', { schedule: { days: ['sat', 'sun'] } }],
    ['days: mon, thu', { schedule: { days: ['mon', 'thu'] } }],
    ['Time Zone: Asia/Tokyo', { schedule: { timeZone: 'Asia/Tokyo' } }],
    ['days: daily\ntime_zone: UTC', { schedule: expect.objectContaining({ timeZone: 'UTC' }) }],
    ['days: daily\nschedule: now', { schedule: 'at once' }],
    ['layout: thread', { layout: 'thread' }],
    ['links: buttons', { links: 'buttons' }],
    ['daily-cap: 200', { dailyCap: 200 }],
    ['daily cap: usual', { dailyCap: null }],
    ['minimum-upvotes: none', { minUpvotes: null }],
    ['minimum-upvotes: 10000', { minUpvotes: 10_000 }],
    ['sources: all', { sources: null }],
    ['sources: hugging-face', { sources: ['hugging-face'] }],
    ['sources:\n  - a\n  - b', { sources: ['a', 'b'] }],
    ['notices: yes\nannouncements: off', { notices: true, announces: false }],
  ])('%s', (lines, expected) => {
    expect(settingsOf(lines)).toEqual(expected);
  });

  it('that are wrong are named, and the others taken', () => {
    const file = `version: 1
settings:
  layout: posters
  daily-cap: 201
  minimum-upvotes: -1
  days: someday
  schedule: 25:00
  time-zone: Mars/Olympus
  colour: red
  notices: on
`;
    expect(problemsOf(file)).toEqual([
      '3: “posters” is no value of layout',
      '4: “201” is no value of daily-cap',
      '5: “-1” is no value of minimum-upvotes',
      '6: “someday” is no value of days',
      '7: “25:00” is no value of schedule',
      '8: “Mars/Olympus” is no value of time-zone',
      '9: “colour” is no setting',
    ]);
    expect(readExchange(file).settings).toEqual({ notices: true });
  });

  it('and parts that there are not are named', () => {
    expect(problemsOf('subscriptions: grpo\nsettings: [a]\nmutes: x\nowner: U1\n')).toEqual([
      '1: “grpo” is not a list',
      '2: “[a]” are no settings',
      '3: “x” is not a list',
      '4: “owner” is no part of such a file',
    ]);
    expect(read('subscriptions:\nsettings:\nmutes:\n')).toEqual({
      ...{ queries: [], settings: {}, mutes: [], problems: [] },
    });
  });
});

describe('A text is refused as a whole', () => {
  it.each([
    ['of a later version', 'version: 2\n', 'The file is of version 2, and only version 1'],
    ['without a version', 'version:\n', 'The file is of version (none), and only version 1'],
    ['with anchors', 'subscriptions: &a [x]\nmutes: *a\n', 'uses anchors or aliases'],
    ['that is broken', 'version: 1\nsettings:\n\tlayout: x\n', 'Line 3 is not YAML: '],
    ['that is no map', 'x\nversion: 1\n', 'Line 1 is not YAML: '],
    ['of too many lines', 'a\n'.repeat(5_001), 'has more than 5,000 lines'],
    ['nested too deeply', `version: ${'['.repeat(50_000)}`, 'is not YAML: '],
  ])('%s', (_, text, reason) => {
    expect(() => readExchange(text)).toThrow(ExchangeError);
    expect(() => readExchange(text)).toThrow(reason);
  });

  it('of an alias bomb, before it grows', () => {
    const bomb = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
    expect(() => readExchange(`version: 1\na0: &a0 x\n${bomb.join('\n')}\n`)).toThrow(
      'uses anchors or aliases',
    );
  });

  it('and any other is read, or refused with an ExchangeError and nothing else', () => {
    const mark = fc.constantFrom(
      ...'-:#[]{},&*!|>\'"%@` \n\t?~',
      'version: 1\n',
      '- ',
      'a',
      'settings:\n',
    );
    fc.assert(
      fc.property(fc.string({ unit: mark, maxLength: 200 }), (text) => {
        try {
          readExchange(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExchangeError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('A part of an exported file', () => {
  it('may begin within the subscriptions', () => {
    const part = '  - dpo\n  - "a (b"\nsettings:\n  layout: compact\n  colour: red\n';
    expect(read(part)).toMatchObject({ queries: ['dpo', 'a (b'], settings: { layout: 'compact' } });
    expect(problemsOf(part)).toEqual(['5: “colour” is no setting']);
  });

  it('may have lost the indent of its first item', () => {
    expect(read('- dpo\n  - mamba\n  - rlhf\n').queries).toEqual(['dpo', 'mamba', 'rlhf']);
  });
});
