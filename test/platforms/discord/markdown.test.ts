import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card, Span } from '../../../src/core/message.ts';
import { LIMITS } from '../../../src/platforms/discord/limits.ts';
import { escapeMarkdown, maskedLink } from '../../../src/platforms/discord/markdown.ts';
import { renderCard, renderMessage } from '../../../src/platforms/discord/render.ts';
import { clean, cut } from '../../../src/platforms/discord/text.ts';
import { type Mark, rawAlarms, read } from '../../support/discord/reader.ts';
import { anyCard, anyText, hostile } from './arbitraries.ts';
import { expectLegal } from './expectations.ts';
import { card } from './fixtures.ts';

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
  ])('show as they are: %s', (title) => {
    expectWords(renderCard(card({ title })).title, title);
    expectWords(escapeMarkdown(title), title);
  });

  it('never ping, format or link in a title', () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const rendered = cut(title, LIMITS.title, escapeMarkdown);
        const { text, marks } = read(rendered);
        expect(marks).toEqual([]);
        expect(rawAlarms(rendered)).toEqual([]);
        const whole = clean(title).trim();
        const words = text.replaceAll('\u200b', '');
        if (words.endsWith('…'))
          expect(whole.replaceAll('\u200b', '')).toContain(words.slice(0, -1));
        else expect(words).toBe(whole.replaceAll('\u200b', ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('never ping, and link to the paper alone, anywhere in a message', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.array(anyText, { maxLength: 5 }),
        fc.array(anyCard, { maxLength: 12 }),
        (heading, lines, all) => {
          const body = renderMessage({ heading, lines, cards: all });
          expectLegal(body);
          expectHarmless(
            body,
            [...heading, ...lines.flat(), ...all.flatMap(({ reasons }) => reasons.flat())],
            all,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('make no link out of a label', () => {
    fc.assert(
      fc.property(hostile, (label) => {
        const { marks } = read(maskedLink(label, 'https://arxiv.org/abs/1?q=(a)|b'));
        expect(marks).toEqual([{ kind: 'link', value: 'https://arxiv.org/abs/1?q=%28a%29%7Cb' }]);
      }),
      { numRuns: 500 },
    );
  });
});

function expectWords(rendered: string | undefined, words: string): void {
  const { text, marks } = read(rendered ?? '');
  expect(marks).toEqual([]);
  expect(rawAlarms(rendered ?? '')).toEqual([]);
  expect(text.replaceAll('\u200b', '')).toBe(clean(words));
}

function expectHarmless(
  body: { content?: string; embeds: readonly object[] },
  spans: Span[],
  all: Card[],
) {
  const meant = new Set(
    [...spans, ...all.flatMap(({ links }) => links)].flatMap((it) =>
      typeof it === 'object' && 'url' in it ? [normal(it.url)] : [],
    ),
  );
  const texts = (body.embeds as { title?: string; description?: string }[]).flatMap((it) => [
    it.title,
    it.description,
  ]);
  for (const text of [body.content, ...texts]) {
    const { marks } = read(text ?? '');
    expect(rawAlarms((text ?? '').replaceAll(/\]\(<[^>]*>\)/g, ''))).toEqual([]);
    expect(marks.filter((mark) => !isMeant(mark, meant))).toEqual([]);
  }
}

/** Bold, code and our own remark are ours; a link must lead where somebody meant it to. */
function isMeant({ kind, value }: Mark, links: ReadonlySet<string>): boolean {
  if (kind === 'link') return links.has(normal(value));
  return kind === 'bold' || kind === 'code' || value === '(summary by a language model)';
}

function normal(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  Object.assign(url, { username: '', password: '' });
  return url.href.replace(
    /[()<>\\`|@]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
