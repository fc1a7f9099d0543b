import fc from 'fast-check';
import type { Card, Message, Span, Text } from '../../src/core/message.ts';

/** Texts, addresses and messages as the worst feed would send them. */

const SLACK_TRICKS = [
  '<!channel>',
  '<!here|hi>',
  '<!subteam^S0123|team>',
  '<@U0123ABCD>',
  '<#C0123ABCD>',
  '@here @channel @everyone',
  '<https://evil.example|click>',
  '&lt;!channel&gt;',
  '|>\n> quote',
];
const DISCORD_TRICKS = [
  ...['@everyone', '<@1>', '<@&1>', '<#1>', '<t:1>', '<:a:1>', '**', '__', '~~', '||', '`', '```'],
  ...['\\', '# ', '-# ', '> ', '>>> ', '- ', '* ', '1. ', '\n', '[', ']', '(', ')', '](', '_', '*'],
  ...['https://evil.example/x', 'http', '://', ':fire:', 'discord.gg/abc', '.', ' '],
  'discord.com/invite/abc',
];
const TERMINAL_TRICKS = [
  '\x1b[31m',
  '\x1b]8;;https://evil.example\x07',
  '\x07',
  '\x9b',
  '\r',
  '\b',
];
const TRICKY_LETTERS = [
  ...['\u202egnol a si siht\u202c', '\u200e', '\u2067', '\u200b', '\ud800', '\u0000\u0007\r\n'],
  ...['a\u0300'.repeat(400), '👩‍👩‍👧‍👦', '🔥', '"\\'.repeat(500)],
];

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SLACK_TRICKS, ...DISCORD_TRICKS, ...TERMINAL_TRICKS, ...TRICKY_LETTERS),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.lorem(),
    ),
    { maxLength: 40 },
  )
  .chain((bits) => fc.constantFrom('', ' ').map((glue) => bits.join(glue)));

const hostileUrl = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    ...['javascript:alert(1)', 'mailto:a@b.example', 'ftp://a.example', 'not an address', ''],
    ...['https://a.example/<!here>|x', 'https://example.org/a_b_(c)*d*', 'http://localhost/x'],
    'https://name:word@example.org/',
  ),
  fc.lorem({ maxCount: 200 }).map((words) => `https://a.example/?q=${words}`),
  hostileText,
);

const hostileSpan: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  fc.record({ bold: hostileText }),
  fc.record({ code: hostileText }),
  fc.record({ link: hostileText, url: hostileUrl }),
);

export const hostileLine: fc.Arbitrary<Text> = fc.array(hostileSpan, { maxLength: 4 });

export const hostileCard: fc.Arbitrary<Card> = fc.record({
  title: hostileText,
  url: hostileUrl,
  byline: hostileText,
  facts: fc.array(hostileText, { maxLength: 8 }),
  summary: fc.oneof(hostileText, fc.string({ unit: 'grapheme', maxLength: 6_000 })),
  machineWritten: fc.boolean(),
  reasons: fc.array(hostileLine, { maxLength: 6 }),
  links: fc.array(fc.record({ label: hostileText, url: hostileUrl }), { maxLength: 8 }),
});

export const hostileMessage: fc.Arbitrary<Message> = fc.record({
  heading: hostileLine,
  lines: fc.array(hostileLine, { maxLength: 4 }),
  cards: fc.array(hostileCard, { maxLength: 6 }),
});

/** Where a message means to lead: the only addresses that a reader may be led to. */
export function linkTargets({ heading, lines, cards }: Message): ReadonlySet<string> {
  const spans = [heading, ...lines, ...cards.flatMap(({ reasons }) => reasons)].flat();
  const links = [...spans, ...cards, ...cards.flatMap((card) => card.links)];
  const addresses = links.flatMap((it) => (typeof it === 'object' && 'url' in it ? [it.url] : []));
  return new Set(addresses.map(normalAddress));
}

/** An address in one form, however a platform must write it; without user name and password. */
export function normalAddress(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  Object.assign(url, { username: '', password: '' });
  return url.href.replace(
    /[()<>\\`|@]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
