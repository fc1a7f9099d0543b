import { describe, expect, it } from 'vitest';
import { clean, cleanText, cutAtWord, htmlToPlain, oneLine, unbroken } from '../../src/lib/text.ts';

describe('A title or an abstract', () => {
  it.each([
    ['p < 0.05 and n > 3', 'p < 0.05 and n > 3'],
    ['for $a<b$ and $c>d$', 'for a < b and c > d'],
    ['if a <b and c> d', 'if a <b and c> d'],
    ['AT&T, R&D; &copy=1', 'AT&T, R&D; &copy=1'],
    ['emit <think> and </answer>', 'emit <think> and </answer>'],
    ['the <code> token', 'the <code> token'],
    ['a <!-- that never ends', 'a <!-- that never ends'],
    ['C++ \\& 50\\% of $\\log n$', 'C++ & 50% of log n'],
  ])('keeps what only looks like markup: %s', (text, plain) => {
    expect(cleanText(text)).toBe(plain);
  });

  it.each([
    ['<p>One</p><p>two<br/>three</p>', 'One two three'],
    ['H<sub>2</sub>O is <b class="x">bold</b>', 'H2O is bold'],
    ['Q&amp;A &#8211; caf&eacute;&nbsp;x', 'Q&A – café x'],
    ['a <!-- note --> b', 'a b'],
    ['<![CDATA[twice wrapped]]>', 'twice wrapped'],
    ['  many\n\t  blanks\u00a0here ', 'many blanks here'],
    ['ze\u200bro so\u00adft \u202eback \u0007bell', 'zero soft back bell'],
  ])('loses markup, entities and blanks: %s', (text, plain) => {
    expect(cleanText(text)).toBe(plain);
  });

  it('keeps the blanks at the ends of a piece', () => {
    expect(clean(' in\r\n the \u200e title ')).toBe(' in the title ');
  });

  it('replaces half a character', () => {
    expect(oneLine('half \ud83d')).toBe('half \ufffd');
  });
});

describe('A line of facts', () => {
  it('keeps a number at its noun, and a "·" at what stands before it', () => {
    expect(unbroken('Ada and 8 others · arXiv cs.CL, 12 Jun 2026 · 1 comment')).toBe(
      'Ada and 8\u00a0others\u00a0· arXiv cs.CL, 12\u00a0Jun 2026\u00a0· 1\u00a0comment',
    );
  });
});

describe('A piece of a web page', () => {
  it.each([
    [
      '<h2>On tides</h2><p>They <a href="https://x.example">come</a> &amp; go.</p>',
      'On tides They come & go.',
    ],
    ['<style>p{}</style><script>alert(1)</script><img src="x" alt="y">Text', 'Text'],
    ['<svg><path d="M1 2"/><text>no</text></svg>Text', 'Text'],
    ['<ul><li>one</li><li>two</li></ul>', 'one two'],
    ['<blockquote>said</blockquote><hr><table><tr><td>a</td><td>b</td></tr></table>', 'said a b'],
    ['<code>x &lt; y</code> when p < 0.05', 'x < y when p < 0.05'],
  ])('becomes text: %s', (html, plain) => {
    expect(htmlToPlain(html)).toBe(plain);
  });

  it.each(['<', '&lt;', '<!--', '<div>', '<b ', '<a x="', '&', '<table><tr><td>'])(
    'costs no more than its length: 300 kB of %s',
    (piece) => {
      expect(() => htmlToPlain(piece.repeat(300_000 / piece.length))).not.toThrow();
    },
  );
});

describe('A long text', () => {
  it('is cut between two words', () => {
    expect(cutAtWord('one two three', 13)).toBe('one two three');
    expect(cutAtWord('one two three', 12)).toBe('one two…');
    expect(cutAtWord('onetwothree', 5)).toBe('onet…');
  });

  it('is cut between two characters as people see them', () => {
    expect(cutAtWord('👩‍👩‍👧‍👦'.repeat(5), 25)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
    expect(cutAtWord('a\u0300'.repeat(400), 1)).toBe('…');
    expect(cutAtWord('any', 0)).toBe('');
  });

  it('is measured as it is written', () => {
    const escaped = (text: string) => text.replaceAll('*', '\\*');
    expect(cutAtWord('****', 8, escaped)).toBe('\\*\\*\\*\\*');
    expect(cutAtWord('****', 7, escaped)).toBe('\\*\\*\\*…');
  });
});
