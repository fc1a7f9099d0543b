import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, Text } from '../../../src/core/message.ts';
import { answersOf } from '../../../src/platforms/slack/answers.ts';
import { homeView } from '../../../src/platforms/slack/home.ts';
import { formView, replyView } from '../../../src/platforms/slack/modal.ts';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import {
  renderMessage,
  renderReply,
  type SlackPayload,
} from '../../../src/platforms/slack/render.ts';
import { readOrigin } from '../../../src/platforms/slack/spot.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { type Audience, findPings } from '../../support/slack/pings.ts';
import { judgeView } from '../../support/slack/views.ts';
import {
  hostileCard,
  hostileForm,
  hostileLine,
  hostileMessage,
  hostileText,
  linkTargets,
  normalAddress,
} from '../hostile.ts';
import { makeCard, makeMessage } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

describe('hostile papers', () => {
  it('never ping, never exceed a limit, and link nowhere but where the message links', () => {
    const property = fc.property(hostilePost, (given) => {
      for (const page of paginate(given)) {
        const payload = renderMessage(page);
        expect(alarmsIn(payload, linkTargets(given), 'channel')).toEqual([]);
        expect(JSON.stringify(payload)).not.toMatch(/"mrkdwn","text":"(?!<#[A-Z0-9]+>")/);
      }
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('do no more where one person reads alone: in replies, lists and homes', () => {
    const property = fc.property(hostilePost, (message) => {
      const reply = { name: 'x', tone: 'good', message } as const;
      for (const payload of answersOf(reply))
        expect(alarmsIn(payload, linkTargets(message), 'person')).toEqual([]);
      for (const view of [homeView(message), replyView(reply)]) {
        expect(judgeView(view, view.type)[1]).toEqual([]);
        for (const link of linksIn(view.blocks))
          expect(linkTargets(message)).toContain(normalAddress(link));
      }
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('lose no entry and no button that Slack takes, and move none', () => {
    const property = fc.property(hostilePost, (given) => {
      const pages = paginate(given);
      const rows = pages.flatMap((page) => page.rows ?? []);
      expect(rows.map(({ action }) => action)).toEqual(given.rows?.map(({ action }) => action));
      expect(pages.flatMap((page) => page.actions ?? [])).toEqual(given.actions);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('make forms that Slack takes, and that give back what was chosen', () => {
    const spot = { workspace: 'T1', channel: 'C1', place: 'shared', surface: 'post' } as const;
    const property = fc.property(hostileForm, (form) => {
      const view = formView(form, spot);
      expect(judgeView(view, 'modal')[1]).toEqual([]);
      expect(readOrigin(view.private_metadata)).toEqual({ command: form.command, spot });
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('are whole: no card is lost or moved', () => {
    const property = fc.property(fc.array(hostileCard, { maxLength: 10 }), (cards) => {
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

const hostileName = fc.oneof(
  fc.constantFrom({ person: 'U0READER' }, { channel: 'C0READING' }, { channel: 'U0READER' }),
  hostileText.map((person) => ({ person })),
  hostileText.map((channel) => ({ channel })),
);
const hostileWords: fc.Arbitrary<Text> = fc
  .tuple(hostileLine, hostileName, hostileLine)
  .map(([before, name, after]) => [...before, name, ...after]);

/** A message in which members and channels are named, too. */
const hostilePost: fc.Arbitrary<Message> = fc
  .tuple(hostileMessage, hostileWords, hostileWords)
  .map(([message, line, words]) => ({
    ...message,
    lines: [...message.lines, line],
    rows: [...(message.rows ?? []), { text: words, detail: line }, { text: ['x'], detail: words }],
    cards: message.cards.map((card) => ({ ...card, brief: [...(card.brief ?? []), ...line] })),
  }));

/** What Slack would refuse, whom it would ping, and where it leads that it should not. */
function alarmsIn(
  payload: SlackPayload,
  targets: ReadonlySet<string>,
  audience: Audience,
): unknown[] {
  const { error, details } = judgeBlocks(payload.blocks);
  return [
    ...(error && payload.blocks.length > 0 ? [error, ...details] : []),
    ...findPings(payload, audience),
    ...(payload.text.match(/[<>]|&(?!amp;|lt;|gt;)/g) ?? []),
    ...(payload.text.length < 40_000 ? [] : ['a text of 40,000 characters']),
    ...linksIn(payload.blocks).filter((link) => !targets.has(normalAddress(link))),
  ];
}
