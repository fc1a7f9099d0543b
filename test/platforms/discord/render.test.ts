import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Text } from '../../../src/core/message.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { paginate } from '../../../src/platforms/discord/paginate.ts';
import {
  countThatFit,
  renderCard,
  renderMessage,
  renderReply,
} from '../../../src/platforms/discord/render.ts';
import { read } from '../../support/discord/reader.ts';
import { hostileCard, hostileLine } from '../hostile.ts';
import { expectLegal } from './expectations.ts';
import { card, cards, message, reply } from './fixtures.ts';

describe('a card', () => {
  it('reads as a small page: who, what, why, where', () => {
    expect(renderCard(card())).toEqual({
      title: 'Group-Relative Rewards Without a Critic',
      url: 'https://arxiv.org/abs/2609.01234',
      description: [
        'Mira Okafor, Jonas Lindqvist, Yuki Tanabe and 4 others',
        '',
        'We drop the critic and keep the reward. It trains twice as fast on four benchmarks.',
        '',
        'matches `grpo` in the title',
        '[arXiv](<https://arxiv.org/abs/2609.01234>) · [PDF](<https://arxiv.org/pdf/2609.01234>)',
      ].join('\n'),
      color: 0x3b6ea5,
      footer: { text: 'arXiv cs.LG · 21 Nov 2026 · ▲ 42' },
    });
  });

  it('says when a machine wrote the summary', () => {
    const { description } = renderCard(card({ machineWritten: true }));
    expect(description).toContain('four benchmarks. *(summary by a language model)*');
  });

  it('leaves out what a listing does not tell', () => {
    const bare = {
      byline: '',
      facts: [],
      summary: '',
      machineWritten: true,
      reasons: [],
      links: [],
    };
    expect(renderCard(card(bare))).toEqual({
      title: card().title,
      url: card().url,
      color: 0x3b6ea5,
    });
  });

  it('has a title even when the listing has none', () => {
    expect(renderCard(card({ title: ' \u202e ' })).title).toBe('Untitled');
  });

  it.each(['javascript:alert(1)', 'ftp://example.org/x', 'http://localhost/x', 'not an address'])(
    'does not link to %s',
    (url) => {
      const embed = renderCard(card({ url, links: [{ label: 'PDF', url }] }));
      expect(embed.url).toBeUndefined();
      expect(embed.description).not.toContain('PDF');
    },
  );

  it('shows no user name or password of an address', () => {
    const { url } = renderCard(card({ url: 'https://arxiv.org:pw@example.org/x' }));
    expect(url).toBe('https://example.org/x');
  });

  it('shortens its texts at a word, between graphemes', () => {
    const title = 'Reward models 👩‍👩‍👧‍👦 '.repeat(30);
    const shown = read(renderCard(card({ title })).title ?? '').text;
    expect(shown.length).toBeLessThanOrEqual(LIMITS.title);
    expect(shown).toMatch(/(models|👩‍👩‍👧‍👦)…$/u);
  });
});

describe('a heading and lines', () => {
  it('are the content, with formatting where it is meant', () => {
    const text: Text = ['Following ', { code: 'grpo' }, ' and ', { bold: 'two' }, ' others'];
    const { content } = renderMessage(message({ heading: text, lines: [text], cards: [] }));
    expect(content).toBe(
      '**Following** `grpo` **and two others**\nFollowing `grpo` and **two** others',
    );
  });

  it('say how many lines did not fit into an answer', () => {
    const lines = Array.from({ length: 200 }, (_, index): Text => [`subscription number ${index}`]);
    const { content } = renderReply(
      reply('200 subscriptions', { message: { heading: ['200 subscriptions'], lines, cards: [] } }),
    );
    expect(content?.length).toBeLessThanOrEqual(LIMITS.content);
    expect(content).toMatch(/\n…and \d+ more lines that did not fit here\.$/);
  });

  it.each([
    ['good', '✅ **done**'],
    ['info', '**done**'],
    ['bad', '⚠️ **done**'],
  ] as const)('are marked when the news is %s', (tone, content) => {
    expect(renderReply(reply('done', { tone })).content).toBe(content);
  });
});

describe('pages', () => {
  it('are one when all fits', () => {
    const all = message({ lines: [['a line']], cards: cards(3) });
    expect(paginate(all)).toEqual([all]);
    expect(paginate(message({ heading: [], cards: [] }))).toHaveLength(1);
  });

  it('go on with cards where the lines end', () => {
    const lines = Array.from({ length: 40 }, (): Text => ['x'.repeat(100)]);
    const pages = paginate(message({ lines, cards: cards(12) }));
    expect(pages.map((page) => [page.lines.length, page.cards.length])).toEqual([
      [15, 0],
      [15, 0],
      [10, 10],
      [0, 2],
    ]);
    expect(pages[3]?.heading).toEqual(['1 new paper · continued (4/4)']);
  });

  it('hold everything once, within the limits, as few as can be', () => {
    fc.assert(
      fc.property(
        fc.array(hostileCard, { maxLength: 40 }),
        fc.array(hostileLine, { maxLength: 30 }),
        (all, lines) => {
          const pages = paginate({ heading: ['Papers'], lines, cards: all });
          expect(pages.flatMap((page) => page.cards)).toEqual(all);
          expect(pages.flatMap((page) => page.lines)).toEqual(lines);
          for (const page of pages) expectNothingLeftOut(page);
          for (const [index, { cards: next }] of pages.slice(1).entries()) {
            const before = pages[index]?.cards ?? [];
            const joined = [...before, ...next.slice(0, 1)].map(renderCard);
            if (before.length > 0) expect(countThatFit(joined)).toBe(before.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

function expectNothingLeftOut(page: Message): void {
  const body = renderMessage(page);
  expectLegal(body);
  expect(body.embeds).toHaveLength(page.cards.length);
  expect(body.content ?? '').not.toContain('did not fit here');
}
