import { describe, expect, it } from 'vitest';
import { renderMessage, renderReply } from '../../../src/platforms/slack/render.ts';
import { makeCard, makeMessage, replyOf } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

describe('a digest', () => {
  it('reads: heading, title, byline and facts, summary, then why and where to read on', () => {
    const { blocks } = renderMessage(makeMessage());
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'context', 'rich_text']);
    expect(blocks.map(textIn)).toEqual([
      '1 new paper',
      'Rewarding Small Steps: Group-Relative Policies for Proof Search',
      'Mira Talvik, Oren Baste, Ida Quill and 4\u00a0others\u00a0· Hugging Face, 24\u00a0Nov 2026\u00a0· 42\u00a0upvotes\u00a0· 3\u00a0comments\u00a0· Lantern Lab',
      `${makeCard().summary}\nMatched grpo in the abstract · arXiv · PDF · Code`,
    ]);
  });

  it('links the title in bold, and each link once', () => {
    const { blocks } = renderMessage(makeMessage());
    expect(blocks[1]).toMatchObject({
      elements: [{ elements: [{ type: 'link', url: makeCard().url, style: { bold: true } }] }],
    });
    expect(linksIn(blocks)).toEqual([makeCard().url, ...makeCard().links.map(({ url }) => url)]);
  });

  it('draws a line between two cards, not around them', () => {
    const { blocks } = renderMessage(makeMessage({ cards: [makeCard(), makeCard()] }));
    expect(blocks.filter(({ type }) => type === 'divider')).toHaveLength(1);
    expect(blocks.at(-1)?.type).toBe('rich_text');
  });

  it('has a bold line above each section, of cards and of a compact list', () => {
    const section = ['On ', { bold: 'grpo' }, ' · 2'];
    const cards = [makeCard(), makeCard({ section }), makeCard()];
    const full = renderMessage(makeMessage({ cards }));
    const at = full.blocks.findIndex((block) => textIn(block) === 'On grpo · 2');
    expect(full.blocks[at - 1]?.type).toBe('divider');
    expect(full.blocks[at]).toMatchObject({
      elements: [{ elements: [{ text: 'On ', style: { bold: true } }, {}, {}] }],
    });
    const list = renderMessage(makeMessage({ cards, compact: true })).blocks;
    const { title } = makeCard();
    expect(list.map(textIn)).toEqual(['1 new paper', title, 'On grpo · 2', title + title]);
    expect(full.text).toBe(`1 new paper\n• ${title}\nOn grpo · 2\n• ${title}\n• ${title}`);
  });

  it('says when a language model wrote the summary', () => {
    const card = makeCard({ summary: 'Steps are compared.', machineWritten: true });
    const text = renderMessage(makeMessage({ cards: [card] }))
      .blocks.map(textIn)
      .join('\n');
    expect(text).toContain('Steps are compared. (summary by a language model)');
  });

  it('leaves out what a listing does not know', () => {
    const bare = makeCard({ byline: '', facts: [], summary: '', reasons: [], links: [] });
    const { blocks } = renderMessage(makeMessage({ cards: [bare] }));
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text']);
  });

  it('tells a notification and a screen reader the heading and the titles', () => {
    expect(renderMessage(makeMessage()).text).toBe(
      '1 new paper\n• Rewarding Small Steps: Group-Relative Policies for Proof Search',
    );
  });
});

describe('a reply', () => {
  it('is a bold line with a mark for what came of it', () => {
    expect(textIn(renderReply(replyOf('Subscribed to grpo')).blocks[0])).toBe(
      '✅ Subscribed to grpo',
    );
    expect(renderReply(replyOf('Nothing to remove', 'bad')).text).toBe('⚠️ Nothing to remove');
    expect(renderReply(replyOf('2 subscriptions', 'info')).text).toBe('2 subscriptions');
  });

  it('keeps code, bold and links', () => {
    const lines = [
      [
        'Try ',
        { code: '/papers' },
        ', ',
        { bold: 'or' },
        ' read ',
        { link: 'this', url: 'https://example.org/' },
      ],
    ];
    const { blocks } = renderReply({
      ...replyOf('Help'),
      message: { heading: ['Help'], lines, cards: [] },
    });
    expect(blocks[1]).toMatchObject({
      elements: [
        {
          elements: [
            { type: 'text', text: 'Try ' },
            { type: 'text', text: '/papers', style: { code: true } },
            { type: 'text', text: ', ' },
            { type: 'text', text: 'or', style: { bold: true } },
            { type: 'text', text: ' read ' },
            { type: 'link', text: 'this', url: 'https://example.org/' },
          ],
        },
      ],
    });
  });

  it('puts many lines into few blocks', () => {
    const lines = Array.from({ length: 40 }, (_, index) => [`subscription number ${index}`]);
    const { blocks } = renderReply({
      ...replyOf('All'),
      message: { heading: ['All'], lines, cards: [] },
    });
    expect(blocks).toHaveLength(2);
  });
});
