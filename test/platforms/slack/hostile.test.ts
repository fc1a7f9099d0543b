import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card, Message, Text } from '../../../src/core/message.ts';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import { renderMessage, renderReply } from '../../../src/platforms/slack/render.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { findPings } from '../../support/slack/pings.ts';
import { makeCard, makeMessage } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

const TRICKS = [
  '<!channel>',
  '<!here|hi>',
  '<!subteam^S0123|team>',
  '<@U0123ABCD>',
  '<#C0123ABCD>',
  '@here @channel @everyone',
  '<https://evil.example|click>',
  'https://evil.example/',
  '&lt;!channel&gt;',
  '*bold* _it_ ~no~ `code` ```block```',
  '|>\n> quote',
  ':tada:',
  '\u202egnol a si siht\u202c',
  'a\u0300'.repeat(400),
  '👩‍👩‍👧‍👦',
  '\ud800',
  '\u0000\u0007\r\n',
  '"\\'.repeat(500),
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...TRICKS), fc.string({ unit: 'binary' }), fc.lorem()), {
    maxLength: 30,
  })
  .map((parts) => parts.join(' '));
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    'mailto:a@b.example',
    'https://a.example/<!here>|x',
    '',
    'ftp://a.example',
  ),
  fc.lorem({ maxCount: 200 }).map((words) => `https://a.example/?q=${words}`),
);
const span = fc.oneof(
  text,
  fc.record({ bold: text }),
  fc.record({ code: text }),
  fc.record({ link: text, url }),
);
const line: fc.Arbitrary<Text> = fc.array(span, { maxLength: 4 });
const card: fc.Arbitrary<Card> = fc.record({
  title: text,
  url,
  byline: text,
  facts: fc.array(text, { maxLength: 8 }),
  summary: text,
  machineWritten: fc.boolean(),
  reasons: fc.array(line, { maxLength: 5 }),
  links: fc.array(fc.record({ label: text, url }), { maxLength: 8 }),
});
const message: fc.Arbitrary<Message> = fc.record({
  heading: line,
  lines: fc.array(line, { maxLength: 4 }),
  cards: fc.array(card, { maxLength: 6 }),
});

describe('hostile papers', () => {
  it('never ping, never exceed a limit, and link nowhere but where the message links', () => {
    const property = fc.property(message, (given) => {
      for (const page of paginate(given)) {
        const payload = renderMessage(page);
        if (payload.blocks.length > 0) {
          expect(judgeBlocks(payload.blocks)).toEqual({ error: null, details: [] });
        }
        expect(findPings(payload)).toEqual([]);
        expect(payload.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(payload.text.length).toBeLessThan(40_000);
        expect(JSON.stringify(payload)).not.toContain('"mrkdwn"');
        for (const link of linksIn(payload.blocks)) expect(urlsOf(given)).toContain(link);
      }
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('are whole: no card is lost or moved', () => {
    const property = fc.property(fc.array(card, { maxLength: 10 }), (cards) => {
      const kept = paginate(makeMessage({ cards })).flatMap((page) => page.cards);
      expect(kept.map((shown) => shown.url)).toEqual(cards.map((each) => each.url));
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('show their titles as they are', () => {
    const title = '<!channel> *Attention* _is_ ~all~ `you` <https://evil.example|need> & more';
    const { blocks, text } = renderMessage(makeMessage({ cards: [makeCard({ title })] }));
    expect(textIn(blocks[1])).toBe(title);
    expect(text).toContain('&lt;!channel&gt; *Attention*');
  });

  it('are not linked when the address is no web page', () => {
    const links = [{ label: 'Run', url: 'javascript:alert(1)' }];
    const given = makeCard({ url: 'file:///etc/passwd', links, reasons: [] });
    const { blocks } = renderMessage(makeMessage({ cards: [given] }));
    expect(linksIn(blocks)).toEqual([]);
    expect(textIn(blocks)).toContain('Run');
  });

  it('cut a long reply between two characters, never inside one', () => {
    const heading = ['👩‍👩‍👧‍👦'.repeat(2_000)];
    const reply = { name: 'x', tone: 'info', message: { heading, lines: [], cards: [] } } as const;
    expect(textIn(renderReply(reply).blocks)).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
  });
});

function urlsOf({ heading, lines, cards }: Message): string[] {
  const texts = [heading, ...lines, ...cards.flatMap((each) => each.reasons)];
  const spans = texts
    .flat()
    .flatMap((part) => (typeof part === 'object' && 'url' in part ? [part.url] : []));
  const all = [
    ...spans,
    ...cards.flatMap((each) => [each.url, ...each.links.map((link) => link.url)]),
  ];
  return all
    .filter((each) => URL.canParse(each))
    .map((each) => new URL(each).href.replaceAll('|', '%7C'));
}
