import { describe, expect, it } from 'vitest';
import { createAllowance } from '../../src/sources/allowance.ts';

describe('An allowance of characters', () => {
  it('gives whole texts until it is used up', () => {
    const allow = createAllowance(10);
    expect(['tides', 'and', 'shore', 'lost'].map((it) => allow(it))).toEqual([
      'tides',
      'and',
      'sh',
      '',
    ]);
  });

  it.each([
    ['half a tag', 'a <b class="x">b</b>', 10, 'a '],
    ['half a character', 'tide \u{1f30a}', 6, 'tide '],
  ])('does not end in %s', (_, text, room, expected) => {
    expect(createAllowance(room)(text)).toBe(expected);
  });
});
