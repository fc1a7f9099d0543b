import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paginate } from '../../../src/platforms/slack/paginate.ts';
import { renderMessage, renderReply } from '../../../src/platforms/slack/render.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { findPings } from '../../support/slack/pings.ts';
import { hostileCard, hostileMessage, linkTargets, normalAddress } from '../hostile.ts';
import { makeCard, makeMessage } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

describe('hostile papers', () => {
  it('never ping, never exceed a limit, and link nowhere but where the message links', () => {
    const property = fc.property(hostileMessage, (given) => {
      for (const page of paginate(given)) {
        const payload = renderMessage(page);
        if (payload.blocks.length > 0) {
          expect(judgeBlocks(payload.blocks)).toEqual({ error: null, details: [] });
        }
        expect(findPings(payload)).toEqual([]);
        expect(payload.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(payload.text.length).toBeLessThan(40_000);
        expect(JSON.stringify(payload)).not.toContain('"mrkdwn"');
        for (const link of linksIn(payload.blocks))
          expect(linkTargets(given)).toContain(normalAddress(link));
      }
    });
    fc.assert(property, { numRuns: 150 });
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
