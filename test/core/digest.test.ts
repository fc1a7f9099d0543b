import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../src/core/channel.ts';
import { makeDigest, rank } from '../../src/core/digest.ts';
import type { News } from '../../src/core/match.ts';
import { analysePaper } from '../../src/core/matching/analysed-paper.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { mergeListings } from '../../src/core/merge.ts';
import { plainText } from '../../src/core/message.ts';
import { formatQuery } from '../../src/core/query/format.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { makeListing } from '../support/listings.ts';
import { summarise } from '../support/summarise.ts';

/** A paper with this title, and the subscriptions that find it. */
function newsOn(title: string, queries: readonly string[], place: number): News {
  const listing = makeListing({ title, abstract: '', authors: title.split(' by ').slice(1) });
  const merged = mergeListings(`${place}`, [{ ...listing, seenAt: listing.listedAt as Date }]);
  const paper = { ...merged, upvotes: 100 - place };
  const analysed = analysePaper(paper);
  const reasons = queries.map(parseQuery).flatMap((query) => {
    const evidence = compileQuery(query)(analysed);
    return evidence ? [{ query: formatQuery(query), evidence }] : [];
  });
  return { paper, reasons };
}

function digest(titles: readonly string[], queries: readonly string[], layout: Layout = 'cards') {
  const news = titles.map((title, place) => newsOn(title, queries, place));
  const { messages, papers } = makeDigest(rank(news), { layout, links: 'words' }, summarise);
  const [message] = messages;
  return {
    heading: plainText(message?.heading ?? []),
    sections: message?.cards.flatMap(({ section }) => (section ? [plainText(section)] : [])),
    titles: message?.cards.map((card) => card.title),
    messages,
    papers,
  };
}

const times = (number: number, title: string) => Array.from({ length: number }, () => title);

describe('the heading of a digest', () => {
  it.each<[string[], string[], string]>([
    [['grpo'], ['grpo'], '1 new paper on grpo'],
    [times(3, 'grpo'), ['grpo', 'mamba'], '3 new papers on grpo'],
    [['a by Ada Byron', 'b by A. Byron'], ['author:byron'], '2 new papers by Ada Byron'],
    [
      [...times(5, 'grpo'), ...times(3, 'reward model'), 'x by Ada Byron'],
      ['grpo', '"reward model"', 'author:byron'],
      '9 papers: 5 on grpo, 3 on reward model, 1 by Ada Byron',
    ],
    [
      ['grpo', 'x by Ada Byron', 'y by Bo Li', 'z by Bo Li'],
      ['grpo', 'author:byron', 'author:li'],
      '4 papers: 3 by authors you follow, 1 on grpo',
    ],
    [
      ['grpo', 'grpo', 'x by Ada Byron'],
      ['grpo', 'author:byron OR author:li'],
      '3 papers: 2 on grpo, 1 by an author you follow',
    ],
    [
      ['a1', 'a2', 'a2', 'a3', 'a4'],
      ['a1', 'a2', 'a3', 'a4'],
      '5 papers: 2 on a2, 1 on a1, 1 on a3, 1 on a4',
    ],
    [
      ['a1', 'a2', 'a3', 'a4', 'a5'],
      ['a1', 'a2', 'a3', 'a4', 'a5'],
      '5 papers: 1 on a1, 1 on a2, 1 on a3, 2 on other subscriptions',
    ],
    [
      [`${'y'.repeat(30)} a1`, 'a2', 'a3'].flatMap((it) => [it, it]).concat('z'.repeat(90)),
      ['y'.repeat(30), 'a2', 'a3', 'z'.repeat(90)],
      `7 papers: 2 on ${'y'.repeat(30)}, 2 on a2, 2 on a3, 1 on another subscription`,
    ],
  ])('of %j for %j', (titles, queries, heading) => {
    expect(digest(titles, queries).heading).toBe(heading);
  });

  it.each<[string, string[], string[], string]>([
    [
      'the rarer',
      [...times(3, 'agent'), ...times(2, 'grpo agent')],
      ['agent', 'grpo'],
      '3 on agent, 2 on grpo',
    ],
    [
      'not one that has it alone',
      ['agent a1', 'agent a2'],
      ['a1', 'a2', 'agent'],
      '2 new papers on agent',
    ],
    [
      'the older of two like it',
      times(2, 'grpo agent'),
      ['agent', 'grpo'],
      '2 new papers on agent',
    ],
    [
      'an author',
      [...times(2, 'grpo'), 'grpo by Ada Byron'],
      ['grpo', 'author:byron'],
      '2 on grpo, 1 by Ada Byron',
    ],
    ['one that reads alike', ['grpo', 'grpo b'], ['grpo -b', 'grpo'], '2 new papers on grpo'],
  ])('counts a paper of several subscriptions under %s', (_, titles, queries, words) => {
    expect(digest(titles, queries).heading).toContain(words);
  });

  it('names a subscription that this version can not read', () => {
    const [news] = [newsOn('grpo', ['grpo'], 0)];
    const reasons = news.reasons.map((it) => ({ ...it, query: '(((' }));
    const { messages } = makeDigest(
      [{ ...news, reasons }],
      { layout: 'cards', links: 'words' },
      summarise,
    );
    expect(plainText(messages[0]?.heading ?? [])).toBe('1 new paper on (((');
  });
});

describe('a digest stands by subscription', () => {
  const titles = ['grpo 1', 'mamba 1', 'mamba 2', 'x', 'grpo 2', 'mamba 3', 'y'];
  const queries = ['grpo', 'mamba', 'x', 'y'];

  it('the largest first, single papers last, each of them best first', () => {
    const { sections, ...shown } = digest(titles, queries);
    expect(sections).toEqual(['On mamba · 3', 'On grpo · 2', 'On other subscriptions · 2']);
    const order = ['mamba 1', 'mamba 2', 'mamba 3', 'grpo 1', 'grpo 2', 'x', 'y'];
    expect(shown.titles).toEqual(order);
    expect(shown.papers.map(({ title }) => title)).toEqual(order);
  });

  it('and names the last section by its paper where it has one', () => {
    expect(digest(titles.slice(0, 6), queries).sections?.at(-1)).toBe('On x · 1');
  });

  it.each<[string, string[]]>([
    ['four papers', ['grpo', 'grpo', 'mamba', 'mamba']],
    ['one large group', ['grpo', 'grpo', 'grpo', 'grpo', 'mamba']],
    ['more single papers than others', ['grpo', 'grpo', 'mamba', 'mamba', ...'abcde']],
  ])('but not with %s', (_, few) => {
    const shown = digest(few, [...queries, ...'abcde']);
    expect(shown.sections).toEqual([]);
    expect(shown.titles).toEqual(few);
  });

  it.each(['compact', 'thread'] as const)('as a %s list from eleven papers on', (layout) => {
    const many = [...times(5, 'grpo'), ...times(5, 'mamba')];
    expect(digest(many, queries, layout).sections).toEqual([]);
    const { messages, sections } = digest([...many, 'mamba'], queries, layout);
    expect(sections).toEqual(['On mamba · 6', 'On grpo · 5']);
    for (const { cards } of messages) expect(cards).toEqual(messages[0]?.cards);
  });
});

describe('whatever is found for whatever', () => {
  const WORDS = ['grpo', 'mamba', 'reward', 'agent', 'by Ada Byron', 'by Bo Li', 'x'.repeat(40)];
  const QUERIES = [
    ...['grpo', 'mamba OR reward', 'agent', 'agent reward', 'author:byron', 'author:li'],
    ...[
      'x'.repeat(40),
      'grpo -mamba',
      'source:"hugging face"',
      'author:byron OR grpo',
      'upvotes>=80',
    ],
  ];

  it('each paper counts once, and the heading is read at a glance', () => {
    const property = fc.property(
      fc.array(fc.subarray(WORDS, { minLength: 1 }), { minLength: 1, maxLength: 24 }),
      fc.subarray(QUERIES, { minLength: 1 }),
      (papers, queries) => {
        const all = papers.map((words, place) => newsOn(words.join(' '), queries, place));
        const news = all.filter(({ reasons }) => reasons.length > 0);
        fc.pre(news.length > 0);
        const { messages, ...made } = makeDigest(
          news,
          { layout: 'cards', links: 'words' },
          summarise,
        );
        const heading = plainText(messages[0]?.heading ?? []);
        const [total, ...parts] = [...heading.matchAll(/(?:^|: |, )(\d+) /g)].map((it) =>
          Number(it[1]),
        );
        expect(total).toBe(news.length);
        if (parts.length > 0) expect(parts.reduce((sum, it) => sum + it, 0)).toBe(total);
        expect(heading.length).toBeLessThanOrEqual(100);
        expect(new Set(made.papers)).toEqual(new Set(news.map(({ paper }) => paper)));
        expect(messages[0]?.cards.map(({ title }) => title)).toEqual(
          made.papers.map(({ title }) => title),
        );
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
