import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cutAtWord, oneLine } from '../../../src/lib/text.ts';
import { SHARES } from '../../../src/platforms/discord/limits.ts';
import { escapeMarkdown, maskedLink } from '../../../src/platforms/discord/markdown.ts';
import { renderMessage } from '../../../src/platforms/discord/render.ts';
import { rawAlarms, read, textsOf } from '../../support/discord/reader.ts';
import { hostileMessage, hostileText, linkTargets } from '../hostile.ts';
import { alarmsIn, expectLegal } from './expectations.ts';
import { card, message } from './fixtures.ts';

describe('hostile texts', () => {
  it.each([
    '@everyone free GPUs',
    '<@123456789012345678>',
    '<@&1> <#2> <t:1618953630:R>',
    '<:kappa:1> <a:kappa:1>',
    '**bold** __under__ _it_ *it* ~~gone~~ ||secret||',
    '`code` ```block```',
    '# Heading',
    '-# small',
    '> quote',
    '>>> quote',
    '- item',
    '* item',
    '1. item',
    '[text](https://evil.example)',
    '<https://evil.example>',
    'see https://evil.example now',
    'steam://run/1',
    'discord.gg/abcdef',
    ':fire:',
    '</ban:1>',
    '¯\\_(ツ)_/¯',
    'C:\\path\\',
    '\\',
    '2*3*4 and x_1, y_1',
    '[',
    '](',
    'a  b',
  ])('show as they are: %s', (words) => {
    expectWords(escapeMarkdown(words), words);
    const summary = renderMessage(
      message({ cards: [card({ title: '', url: '', ...BARE, summary: words })] }),
    );
    expectWords(textsOf(summary)[1]?.replace(/^.*\n/, ''), oneLine(words));
  });

  it('never ping, format or link in a title', () => {
    fc.assert(
      fc.property(hostileText, (title) => {
        const rendered = cutAtWord(oneLine(title), SHARES.label, escapeMarkdown);
        const { text, marks } = read(rendered);
        expect(marks).toEqual([]);
        expect(rawAlarms(rendered)).toEqual([]);
        const whole = oneLine(title);
        const words = text.replaceAll('\u200b', '');
        if (words.endsWith('…'))
          expect(whole.replaceAll('\u200b', '')).toContain(words.slice(0, -1));
        else expect(words).toBe(whole.replaceAll('\u200b', ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('never ping, and link where it was meant to alone, anywhere in a message', () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        const body = renderMessage(message);
        expectLegal(body);
        expect(alarmsIn(body, linkTargets(message))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('name a person without a ping', () => {
    const body = renderMessage(
      message({ heading: [{ person: '123' }, { person: '@everyone' }], cards: [] }),
    );
    expect(textsOf(body)).toEqual(['<@123>']);
    expect(body.allowed_mentions).toEqual({ parse: [] });
  });

  it('make no link out of a label', () => {
    fc.assert(
      fc.property(hostileText, (label) => {
        const { marks } = read(maskedLink(label, 'https://arxiv.org/abs/1?q=(a)|b'));
        expect(marks).toEqual([{ kind: 'link', value: 'https://arxiv.org/abs/1?q=%28a%29%7Cb' }]);
      }),
      { numRuns: 500 },
    );
  });
});

const BARE = { byline: '', facts: [], reasons: [], links: [] };

function expectWords(rendered: string | undefined, words: string): void {
  const { text, marks } = read(rendered ?? '');
  expect(marks).toEqual([]);
  expect(rawAlarms(rendered ?? '')).toEqual([]);
  expect(text.replaceAll('\u200b', '')).toBe(clean(words));
}
