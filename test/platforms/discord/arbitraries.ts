import fc from 'fast-check';
import type { Card, Span, Text } from '../../../src/core/message.ts';

/** Texts, cards and addresses as the worst feed would send them. */
const hostileBits = fc.constantFrom(
  ...[
    '@everyone',
    '@here',
    '<@1>',
    '<@&1>',
    '<#1>',
    '<t:1>',
    '<:a:1>',
    '**',
    '__',
    '~~',
    '||',
    '`',
    '```',
    '\\',
  ],
  ...[
    '# ',
    '-# ',
    '> ',
    '>>> ',
    '- ',
    '* ',
    '1. ',
    '\n',
    '[',
    ']',
    '(',
    ')',
    '](',
    'https://evil.example/x',
    'http',
  ],
  ...[
    '://',
    ':fire:',
    'discord.gg/abc',
    'discord.com/invite/abc',
    '_',
    '*',
    '.',
    '🔥',
    '\u202e',
    '\u200b',
    '\ud800',
    ' ',
  ],
);
export const hostile = fc
  .array(fc.oneof(hostileBits, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 60 })
  .map((bits) => bits.join(''));
const anyUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    'https://example.org/a_b_(c)*d*',
    'https://a:b@example.org/',
    '',
  ),
  hostile,
);
const anySpan: fc.Arbitrary<Span> = fc.oneof(
  hostile,
  hostile.map((bold) => ({ bold })),
  hostile.map((code) => ({ code })),
  fc.record({ link: hostile, url: anyUrl }),
);
export const anyText: fc.Arbitrary<Text> = fc.array(anySpan, { maxLength: 4 });
export const anyCard: fc.Arbitrary<Card> = fc.record({
  ...{ title: hostile, url: anyUrl, byline: hostile, facts: fc.array(hostile, { maxLength: 4 }) },
  summary: fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 6000 })),
  machineWritten: fc.boolean(),
  reasons: fc.array(anyText, { maxLength: 6 }),
  links: fc.array(fc.record({ label: hostile, url: anyUrl }), { maxLength: 6 }),
});
