import { describe, expect, it } from 'vitest';
import type { Action, Button, Card, Link, Message, Row, Text } from '../../../src/core/message.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { renderEdit, renderMessage, renderReply } from '../../../src/platforms/discord/render.ts';
import { componentsOf } from '../../support/discord/components.ts';
import { read, textsOf, titlesIn, wordsOf } from '../../support/discord/reader.ts';
import type { SentBody } from '../../support/discord/world.ts';
import { expectLegal } from './expectations.ts';
import { card, cards, message, reply } from './fixtures.ts';

const ACTIONS: readonly Action[] = [
  { label: 'Save', command: 'papers save 2609.01234' },
  { label: 'Mute', command: 'papers mute 2609.01234', opensForm: true },
  { label: 'PDF', url: 'https://arxiv.org/pdf/2609.01234' },
];

describe('a card', () => {
  it('reads as a small page: what, who, why, where, and what can be done', () => {
    const body = renderMessage(message({ heading: [], cards: [card({ actions: BUTTONS })] }));
    expectLegal(body);
    expect(body.components).toEqual([
      {
        type: 17,
        accent_color: 0x3b6ea5,
        components: [
          {
            type: 10,
            content: [
              '**[Group-Relative Rewards Without a Critic](<https://arxiv.org/abs/2609.01234>)**',
              '-# Mira Okafor, Jonas Lindqvist, Yuki Tanabe and 4\u00a0others\u00a0· arXiv cs.LG\u00a0· 21\u00a0Nov 2026\u00a0· ▲ 42',
              'We drop the critic and keep the reward. It trains twice as fast on four benchmarks.',
              '-# matches `grpo` in the title · [arXiv](<https://arxiv.org/abs/2609.01234>) · [PDF](<https://arxiv.org/pdf/2609.01234>)',
            ].join('\n'),
          },
          {
            type: 1,
            components: [
              { type: 2, style: 2, label: 'Save', custom_id: 'c:papers save 2609.01234' },
              { type: 2, style: 2, label: 'Mute', custom_id: 'f:papers mute 2609.01234' },
              { type: 2, style: 5, label: 'PDF', url: 'https://arxiv.org/pdf/2609.01234' },
            ],
          },
        ],
      },
    ]);
  });

  it('is two lines without buttons in a compact list', () => {
    const brief: Text = ['Okafor et al. · 42 upvotes · ', { code: 'grpo' }];
    const all = cards(2, { brief, actions: BUTTONS });
    const body = renderMessage(message({ cards: all, compact: true }));
    expectLegal(body);
    expect(titlesIn(body)).toEqual(all.map(({ title }) => title));
    const [{ title, url }] = all as [Card, Card];
    expect(textsOf(body)[1]?.split('\n').slice(0, 2)).toEqual([
      `**[${title}](<${url}>)**`,
      '-# Okafor et al. · 42 upvotes · `grpo`',
    ]);
    expect(kinds(body)).toEqual([10, 10]);
  });

  it('has the line of its section above it, in a compact list, too', () => {
    const section: Text = ['On ', { bold: 'c++ or #1' }, ' · 2'];
    const all = [card({ section }), card()];
    for (const compact of [false, true]) {
      const body = renderMessage(message({ heading: [], cards: all, compact }));
      expectLegal(body);
      const lines = textsOf(body).join('\n').split('\n');
      expect(lines[0]).toBe('### On **c++ or \\#1** · 2');
      expect(lines[1]).toContain('**[Group-Relative Rewards');
      expect(lines.filter((line) => line.startsWith('###'))).toHaveLength(1);
    }
  });

  it('says when a machine wrote the summary', () => {
    const body = renderMessage(message({ cards: [card({ machineWritten: true })] }));
    expect(textsOf(body)[1]).toContain('four benchmarks. *(summary by a language model)*');
  });

  it('leaves out what a listing does not tell', () => {
    const bare = { byline: '', facts: [], summary: '', reasons: [], links: [], brief: [] };
    const body = renderMessage(message({ cards: [card({ ...bare, machineWritten: true })] }));
    expect(textsOf(body)[1]).toBe(
      '**[Group-Relative Rewards Without a Critic](<https://arxiv.org/abs/2609.01234>)**',
    );
  });

  it('has a title even when the listing has none', () => {
    const all = [card({ title: ' \u202e ' }), card({ title: '', url: '' })];
    const body = renderMessage(message({ cards: all, compact: true }));
    expect(textsOf(body)[1]).toBe(
      '**[Untitled](<https://arxiv.org/abs/2609.01234>)**\n**Untitled**',
    );
  });

  it.each(['javascript:alert(1)', 'ftp://example.org/x', 'http://localhost/x', 'not an address'])(
    'does not link to %s',
    (url) => {
      const link = { label: 'PDF', url };
      const body = renderMessage(
        message({ cards: [card({ url, links: [link], actions: [link] })] }),
      );
      expect(textsOf(body)[1]).not.toContain('](');
      expect(wordsOf(body)).not.toContain('PDF');
    },
  );

  it('shows no user name or password of an address', () => {
    const body = renderMessage(message({ cards: [card({ url: 'https://me:pw@example.org/x' })] }));
    expect(textsOf(body)[1]).toContain('](<https://example.org/x>)**');
  });

  it('stays bold and linked with asterisks in its address', () => {
    const body = renderMessage(message({ cards: [card({ url: 'https://example.org/**x**' })] }));
    expect(read(textsOf(body)[1] ?? '').marks.slice(0, 2)).toEqual([
      { kind: 'bold', value: card().title },
      { kind: 'link', value: 'https://example.org/%2A%2Ax%2A%2A' },
    ]);
  });

  it('shortens its texts at a word, between graphemes', () => {
    const summary = 'Reward models 👩‍👩‍👧‍👦 '.repeat(200);
    const [, shown = ''] = textsOf(renderMessage(message({ cards: [card({ summary })] })));
    expect(shown.length).toBeLessThan(LIMITS.text);
    expect(shown).toMatch(/(models|👩‍👩‍👧‍👦)…$/mu);
  });
});

describe('buttons and menus', () => {
  it('stand below, five in a row, a menu in a row of its own', () => {
    const menu = { label: 'A paper…', options: ACTIONS.slice(0, 2) as never };
    const actions = [...ACTIONS, ...ACTIONS, menu, ...ACTIONS];
    const body = renderMessage(message({ cards: [], actions }));
    expectLegal(body);
    expect(kinds(body)).toEqual([10, 1, 2, 2, 2, 2, 2, 1, 2, 1, 3, 1, 2, 2, 2]);
  });

  it('of a card stand in a row of links and one of commands where one row does not do', () => {
    const actions = [...ACTIONS, ...ACTIONS] as (Button | Link)[];
    const body = renderMessage(message({ heading: [], cards: [card({ actions })] }));
    expectLegal(body);
    expect(kinds(body)).toEqual([17, 10, 1, 2, 2, 1, 2, 2, 2, 2]);
  });

  it('of the same command have names of their own', () => {
    const both = cards(2, { actions: BUTTONS });
    const body = renderMessage(message({ cards: both }));
    expectLegal(body);
    expect(componentsOf(body).flatMap((it) => it.custom_id ?? [])).toEqual([
      'c:papers save 2609.01234',
      'f:papers mute 2609.01234',
      'c2:papers save 2609.01234',
      'f2:papers mute 2609.01234',
    ]);
  });

  it('are left out when Discord could not carry their command or open their address', () => {
    const actions = [
      { label: 'long', command: 'x'.repeat(91) },
      { label: 'empty', command: ' ' },
      { label: 'half', command: 'papers \ud800' },
      { label: 'far', url: `https://example.org/${'x'.repeat(500)}` },
      { label: 'nothing to choose', options: [] },
      { label: 'just right', command: 'x'.repeat(90) },
    ];
    const body = renderMessage(message({ heading: ['Heading'], cards: [], actions }));
    expectLegal(body);
    expect(wordsOf(body)).toBe('Heading\n[just right]');
  });

  it('say something even when their label does not', () => {
    const actions = [{ label: '\u200b', command: 'papers help' }];
    expect(wordsOf(renderMessage(message({ cards: [], actions })))).toContain('[Untitled]');
  });

  it('are kept when a reply is too long', () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(`query ${index}`));
    const { body } = renderReply(
      reply('30 subscriptions', { message: message({ rows, cards: [], actions: ACTIONS }) }),
    );
    expectLegal(body);
    expect(wordsOf(body)).toContain('[PDF]');
    expect(wordsOf(body)).toMatch(/…and \d+ more entries that did not fit here\.$/);
  });
});

describe('a list', () => {
  it('has its button beside each entry, and the details in small letters', () => {
    const rows = [row('grpo'), { text: ['"state space"'] }];
    const body = renderMessage(message({ heading: ['2 subscriptions'], rows, cards: [] }));
    expectLegal(body);
    expect(body.components[1]).toMatchObject({
      type: 17,
      components: [
        {
          type: 9,
          components: [{ content: '`grpo`\n-# 3 posts in 30 days, added by <@123>' }],
          accessory: { label: 'Remove', custom_id: 'c:unsubscribe grpo' },
        },
        { type: 10, content: '"state space"' },
      ],
    });
  });
});

describe('a heading and lines', () => {
  it('are one text, with formatting where it is meant', () => {
    const text: Text = ['Following ', { code: 'grpo' }, ' and ', { bold: 'two' }, ' others'];
    expect(textsOf(renderMessage(message({ heading: text, lines: [text], cards: [] })))).toEqual([
      '**Following** `grpo` **and two others**\nFollowing `grpo` and **two** others',
    ]);
  });

  it('say how many lines did not fit into an answer', () => {
    const lines = Array.from({ length: 300 }, (_, index): Text => [`subscription number ${index}`]);
    const long: Message = { heading: ['300 subscriptions'], lines, cards: cards(2) };
    const { body } = renderReply(reply('', { message: long }));
    expectLegal(body);
    expect(wordsOf(body)).toMatch(/\n…and \d+ more lines, 2 more papers that did not fit here\.$/);
  });

  it.each([
    ['good', '✅ **done**'],
    ['info', '**done**'],
    ['bad', '⚠️ **done**'],
  ] as const)('are marked when the news is %s', (tone, content) => {
    expect(textsOf(renderReply(reply('done', { tone })).body)).toEqual([content]);
  });

  it('take the place of what an older version showed', () => {
    expect(renderEdit(message())).toMatchObject({ content: null, embeds: null, flags: 1 << 15 });
  });
});

const BUTTONS = ACTIONS as Exclude<Action, { options: unknown }>[];

function row(query: string): Row {
  return {
    text: [{ code: query }],
    detail: ['3 posts in 30 days, added by ', { person: '123' }],
    action: { label: 'Remove', command: `unsubscribe ${query}` },
  };
}

function kinds(body: object): number[] {
  return componentsOf(body as SentBody).map(({ type }) => type);
}
