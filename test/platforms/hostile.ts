import fc from 'fast-check';
import type { Form } from '../../src/core/form.ts';
import type {
  Action,
  Button,
  Card,
  Link,
  Message,
  Row,
  Span,
  Text,
} from '../../src/core/message.ts';

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

const hostileLink: fc.Arbitrary<Link> = fc.record({ label: hostileText, url: hostileUrl });

/** A command holds words of people, such as a query. */
export const hostileButton: fc.Arbitrary<Button> = fc.record(
  {
    label: hostileText,
    command: fc.oneof(
      hostileText,
      hostileText.map((query) => `unsubscribe ${query}`.slice(0, 90)),
      fc.constantFrom('papers help', 'papers saved'),
    ),
    opensForm: fc.boolean(),
  },
  { requiredKeys: ['label', 'command'] },
);

export const hostileActions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    hostileButton,
    hostileLink,
    fc.record({ label: hostileText, options: fc.array(hostileButton, { maxLength: 30 }) }),
  ),
  { maxLength: 12 },
);

export const hostileRow: fc.Arbitrary<Row> = fc.record(
  { text: hostileLine, detail: hostileLine, action: hostileButton },
  { requiredKeys: ['text'] },
);

const hostileFieldText = { name: fc.uuid(), label: hostileText, hint: hostileText };

export const hostileForm: fc.Arbitrary<Form> = fc.record({
  title: hostileText,
  command: fc.constantFrom('papers settings when', 'papers mute 2402.03300'),
  submit: hostileText,
  fields: fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('text'),
        ...hostileFieldText,
        value: hostileText,
        long: fc.boolean(),
        required: fc.boolean(),
        maxLength: fc.integer({ min: 1, max: 3000 }),
      }),
      fc
        .record({
          kind: fc.constant('choice'),
          ...hostileFieldText,
          options: fc.uniqueArray(fc.record({ label: hostileText, value: fc.uuid() }), {
            selector: ({ value }) => value,
            maxLength: 25,
          }),
          several: fc.boolean(),
        })
        .map((field) => ({ ...field, chosen: field.options.slice(0, 2).map((it) => it.value) })),
    ),
    { minLength: 1, maxLength: 5 },
  ),
}) as fc.Arbitrary<Form>;

export const hostileCard: fc.Arbitrary<Card> = fc.record({
  title: hostileText,
  url: hostileUrl,
  byline: hostileText,
  facts: fc.array(hostileText, { maxLength: 8 }),
  summary: fc.oneof(hostileText, fc.string({ unit: 'grapheme', maxLength: 6_000 })),
  machineWritten: fc.boolean(),
  reasons: fc.array(hostileLine, { maxLength: 6 }),
  links: fc.array(hostileLink, { maxLength: 8 }),
  brief: hostileLine,
  actions: fc.array(fc.oneof(hostileButton, hostileLink), { maxLength: 8 }),
  section: hostileLine,
});

export const hostileMessage: fc.Arbitrary<Message> = fc.record({
  heading: hostileLine,
  lines: fc.array(hostileLine, { maxLength: 4 }),
  rows: fc.array(hostileRow, { maxLength: 6 }),
  cards: fc.array(hostileCard, { maxLength: 6 }),
  compact: fc.boolean(),
  actions: hostileActions,
});

/** Where a message means to lead: the only addresses that a reader may be led to. */
export function linkTargets(message: Message): ReadonlySet<string> {
  const { heading, lines, cards, rows = [], actions = [] } = message;
  const spans = [
    ...[heading, ...lines],
    ...rows.flatMap(({ text, detail = [] }) => [text, detail]),
    ...cards.flatMap(({ reasons, brief = [], section = [] }) => [...reasons, brief, section]),
  ].flat();
  const buttons = [...actions, ...cards.flatMap((card) => card.actions ?? [])];
  const links = [...spans, ...cards, ...cards.flatMap((card) => card.links), ...buttons];
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
