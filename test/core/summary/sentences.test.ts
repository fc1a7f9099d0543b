import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../../src/core/summary/sentences.ts';

/** Sentences that look as if they were two or more. */
const WHOLE = [
  'Agents use tools, e.g. Search, to answer.',
  'Some tasks (e.g. coding) are hard, i.e. unsolved.',
  'We extend the method of Ada et al. to graphs.',
  'Following Ada et al. (2020b), we train longer.',
  'The curve of Fig. 3 is flat.',
  'See Figs. 3 and 4, Eq. 2 and Sec. 5.',
  'It costs 3.5 dollars and 0.25 hours.',
  'We compare humans vs. AI and CT vs. MRI.',
  'It costs approx. USD 0.20 a page.',
  'The proof, found by G. Pólya in 1949, is short.',
  'The gradient w.r.t. Weights vanishes.',
  'Clients hold non-i.i.d. data.',
  'It trades vocab. vs. FFN pruning.',
  'Version 2.0 of node.js runs it.',
  'Parties (a.k.a. clients) train alone.',
  'We ask: what is "a good summary?" to a reader.',
  'Scores rise (p = .05) and fall.',
];

/** Texts, and where their sentences end. */
const SPLIT: readonly (readonly [string, ...string[]])[] = [
  ['It beats GPT-4.', 'We ask why.'],
  ['We use GeFL-F.', 'It trains networks.'],
  ['It gains 3.14% in ROUGE-L.', 'This is a start.'],
  ['It reaches 95%.', 'However, it is slow.'],
  ['Is it new?', 'It is!', 'We show how.'],
  ['They differ in size, shape, etc.', 'We measure both.'],
  ['It follows Ada et al.', 'Then we prove it.'],
  ['Nobody knows either.', 'iServe finds out.'],
  ['It shares data.', 'federated learning does not.'],
  ['It is called fluke.', 'fluke is small.'],
  ['It has three parts.', '(ii) To test them, we wait.'],
  ['We call it "Plan B."', 'The rest is easy.'],
  ['This works (in theory).', 'It fails in practice.'],
];

describe('sentences', () => {
  it.each(WHOLE)('leaves whole: %s', (text) => {
    expect(sentences(text)).toEqual([text]);
  });

  it.each(SPLIT)('splits after: %s', (...expected) => {
    expect(sentences(expected.join(' '))).toEqual(expected);
  });

  it('gives back the space that a feed lost', () => {
    expect(sentences('Both cut the training costs.This paper extends them.')).toEqual([
      'Both cut the training costs.',
      'This paper extends them.',
    ]);
  });

  it('does not take a name with a dot for a lost space', () => {
    expect(sentences('We train it with a fork of Torch.NET on one machine.')).toHaveLength(1);
  });

  it('finds none in nothing', () => {
    expect(sentences('')).toEqual([]);
    expect(sentences('  ')).toEqual([]);
  });

  it('keeps every letter, whatever the text', () => {
    const letters = (text: string) => text.replace(/\s/g, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(letters(sentences(text).join(''))).toBe(letters(text));
      }),
    );
  });
});
