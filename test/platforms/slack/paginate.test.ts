import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/message.ts';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import { renderMessage } from '../../../src/platforms/slack/render.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { longCards, makeCard, makeMessage } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

describe('paginate', () => {
  it('leaves a message that fits as it is', () => {
    expect(paginate(makeMessage())).toEqual([makeMessage()]);
  });

  it('splits 60 long cards into messages that Slack takes, each card whole and in order', () => {
    const cards = longCards(60);
    const pages = paginate(makeMessage({ heading: ['60 new papers'], cards }));
    expect(pages.flatMap((page) => page.cards)).toEqual(cards);
    expect(pages.map(verdict)).toEqual(pages.map(() => null));
  });

  it('needs as few messages as the limits allow: no card of a page fits on the one before', () => {
    const pages = paginate(makeMessage({ cards: longCards(60) }));
    for (const [index, page] of pages.slice(1).entries()) {
      const before = pages[index];
      const crowded = { ...page, cards: [...(before?.cards ?? []), ...page.cards.slice(0, 1)] };
      expect(paginate(crowded).length).toBeGreaterThan(1);
    }
  });

  it('numbers the messages after the first', () => {
    const pages = paginate(makeMessage({ heading: ['60 new papers'], cards: longCards(60) }));
    const headings = pages.map((page) => textIn(renderMessage(page).blocks[0]));
    expect(headings[0]).toBe('60 new papers');
    expect(headings[1]).toBe(`60 new papers · continued (2/${pages.length})`);
    expect(headings.at(-1)).toBe(`60 new papers · continued (${pages.length}/${pages.length})`);
  });

  it('keeps the number in sight when the heading is long', () => {
    const heading = ['papers about '.repeat(40)];
    const pages = paginate(makeMessage({ heading, cards: longCards(60) }));
    expect(textIn(renderMessage(pages[1] as Message).blocks[0])).toMatch(
      /… · continued \(2\/\d+\)$/,
    );
  });

  it('keeps the lines with the first message', () => {
    const lines = [['One source could not be read.']];
    const pages = paginate(makeMessage({ lines, cards: longCards(30) }));
    expect(pages.map((page) => page.lines.length)).toEqual([1, ...pages.slice(1).map(() => 0)]);
  });

  it('goes on with the lines in a second message when there are very many', () => {
    const lines = Array.from({ length: 400 }, (_, index) => [
      `${index}: a subscription with words`,
    ]);
    const pages = paginate({ heading: ['400 subscriptions'], lines, cards: [] });
    expect(pages.flatMap((page) => page.lines)).toEqual(lines);
    expect(pages.map(verdict)).toEqual(pages.map(() => null));
  });

  it('shortens the texts of a card that is too large by itself, and keeps its links', () => {
    const giant = makeCard({
      section: ['On everything '.repeat(100)],
      title: 'Very long title '.repeat(300),
      byline: 'Ada Example, '.repeat(300),
      facts: ['a fact '.repeat(300)],
      summary: 'A sentence that goes on. '.repeat(1_000),
      reasons: Array.from({ length: 50 }, () => [{ bold: 'word '.repeat(100) }]),
    });
    const pages = paginate(makeMessage({ cards: [giant] }));
    expect(pages.map(verdict)).toEqual([null]);
    expect(linksIn(renderMessage(pages[0] as Message).blocks)).toHaveLength(4);
    expect(pages[0]?.cards[0]?.title).toMatch(/^Very long title .*…$/);
  });
});

function verdict(page: Message): string | null {
  return judgeBlocks(renderMessage(page).blocks).error;
}
