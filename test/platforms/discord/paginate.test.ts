import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Text } from '../../../src/core/message.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { paginate } from '../../../src/platforms/discord/paginate.ts';
import { renderMessage } from '../../../src/platforms/discord/render.ts';
import { wordsOf } from '../../support/discord/reader.ts';
import { hostileActions, hostileCard, hostileLine, hostileRow } from '../hostile.ts';
import { expectLegal } from './expectations.ts';
import { card, cards, message } from './fixtures.ts';

describe('pages', () => {
  it('are one when all fits', () => {
    const all = message({ lines: [['a line']], cards: cards(3), actions: [NEXT] });
    expect(paginate(all)).toEqual([all]);
    expect(paginate(message({ heading: [], cards: [] }))).toHaveLength(1);
  });

  it('hold as many cards as Discord takes components, the actions at the end', () => {
    const actions = [1, 2, 3].map((it) => ({ label: `${it}`, command: `papers more ${it}` }));
    const pages = paginate(message({ cards: cards(12, { actions }), actions: [NEXT] }));
    expect(pages.map((page) => [page.cards.length, page.actions?.length])).toEqual([
      [6, undefined],
      [6, 1],
    ]);
    expect(pages[1]?.heading).toEqual(['1 new paper · continued (2/2)']);
  });

  it('hold 20 papers and more of a compact list', () => {
    const brief: Text = ['Okafor et al. · 42 upvotes · ', { code: 'grpo' }];
    const pages = paginate(message({ compact: true, cards: cards(40, { brief }) }));
    expect(pages.map((page) => page.cards.length)[0]).toBeGreaterThanOrEqual(20);
    expect(pages.every((page) => page.compact)).toBe(true);
  });

  it('go on with cards where the lines end', () => {
    const lines = Array.from({ length: 40 }, (): Text => ['x'.repeat(200)]);
    const pages = paginate(message({ lines, cards: cards(12) }));
    expect(pages.map((page) => [page.lines.length, page.cards.length])).toEqual([
      [19, 0],
      [19, 0],
      [2, 9],
      [0, 3],
    ]);
  });

  it('hold everything once, within the limits, as few as can be', () => {
    const property = fc.property(
      fc.array(hostileCard, { maxLength: 20 }),
      fc.array(hostileRow, { maxLength: 20 }),
      fc.array(hostileLine, { maxLength: 20 }),
      fc.boolean(),
      hostileActions,
      (all, rows, lines, compact, actions) => {
        const whole = { heading: ['Papers'], lines, rows, cards: all, compact, actions };
        const pages = paginate(whole);
        expect(pages.flatMap((page) => page.cards)).toEqual(all);
        expect(pages.flatMap((page) => page.rows ?? [])).toEqual(rows);
        expect(pages.flatMap((page) => page.lines)).toEqual(lines);
        for (const page of pages) expectNothingLeftOut(page);
        for (const [index, next] of pages.slice(1).entries()) expectFull(pages[index], next);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('show the fullest card whole beside the fullest heading', () => {
    const long = 'word '.repeat(2000);
    const fullest = card({
      section: [long],
      title: long.slice(0, 256),
      url: `https://example.org/${'x'.repeat(250)}`,
      ...{ byline: long, facts: [long], summary: long, machineWritten: true },
      reasons: Array(9).fill([long]),
      links: Array(9).fill({ label: 'PDF', url: `https://example.org/${'y'.repeat(100)}` }),
      actions: Array(30).fill(NEXT),
    });
    const [page, ...more] = paginate(message({ heading: [long], cards: [fullest] }));
    expect(more).toEqual([]);
    if (page) expectNothingLeftOut(page);
  });
});

const NEXT = { label: 'Show the rest', command: 'papers more 2' };
/** A number in the heading may take a few characters less than was kept free for it. */
const SLACK = 8;

function expectNothingLeftOut(page: Message): void {
  const body = renderMessage(page);
  expectLegal(body);
  expect(wordsOf(body)).not.toContain('did not fit here');
}

/** The first thing on the next page would not have fitted on this one. */
function expectFull(page: Message | undefined, next: Message): void {
  if (!page) return;
  const [line, row, paper] = [next.lines[0], next.rows?.[0], next.cards[0]];
  const joined: Message = {
    ...page,
    ...(line
      ? { lines: [...page.lines, line] }
      : row
        ? { rows: [...(page.rows ?? []), row] }
        : paper
          ? { cards: [...page.cards, paper] }
          : { actions: next.actions ?? [] }),
    heading: [...page.heading, 'x'.repeat(SLACK)],
  };
  expect(wordsOf(renderMessage(joined)), `${LIMITS.text}`).toContain('did not fit here');
}
