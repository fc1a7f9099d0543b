import { describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/core/message.ts';
import { backAgain, fellSilent, siteOf } from '../../src/core/notice.ts';
import type { SilentSource } from '../../src/core/silence.ts';
import { DAY_MS } from '../../src/core/time.ts';

function stale(name: string, day: number, usualDays: number | null): SilentSource {
  const usualMs = usualDays === null ? null : usualDays * DAY_MS;
  return { name, silence: { kind: 'stale', since: new Date(Date.UTC(2026, 10, day)), usualMs } };
}

function failing(name: string, day: number): SilentSource {
  return { name, silence: { kind: 'failing', since: new Date(Date.UTC(2026, 10, day)) } };
}

const told = (...sources: SilentSource[]) => plainMessage(fellSilent(sources));

describe('a notice of silence', () => {
  it('says since when, and what is usual', () => {
    expect(told(stale('arxiv:cs.LG', 19, 3.01))).toMatchInlineSnapshot(`
      "Nothing new comes from arXiv cs.LG
      arXiv cs.LG has listed nothing since 19 Nov 2026, longer than its usual pause of 3 days.
      Papers from there may be missing; what is listed meanwhile comes later.
      /papers notices off ends such notices in this channel."
    `);
    expect(told(stale('rss:https://example.org/feed', 19, 0.6))).toContain(
      'example.org/feed has listed nothing since 19 Nov 2026, longer than its usual pause of 1 day.',
    );
  });

  it('says nothing of a habit that is not known', () => {
    expect(told(stale('hugging-face', 19, null))).toContain(
      'Hugging Face has listed nothing since 19 Nov 2026.\n',
    );
  });

  it('names the sources of a site together, the earliest day and the longest pause', () => {
    const sources = [stale('arxiv:cs.LG', 19, 3), stale('arxiv:cs.AI', 18, 5)];
    expect(told(...sources, failing('arxiv:cs.CL', 20))).toMatchInlineSnapshot(`
      "Nothing new comes from arXiv cs.LG, cs.AI and cs.CL
      arXiv cs.LG and cs.AI have listed nothing since 18 Nov 2026, longer than their usual pause of 5 days.
      Reading arXiv cs.CL has failed since 20 Nov 2026.
      Papers from there may be missing; what is listed meanwhile comes later.
      /papers notices off ends such notices in this channel."
    `);
  });

  it('stays short, however many sources are silent', () => {
    const feeds = Array.from({ length: 40 }, (_, place) => `rss:https://site${place}.org/feed`);
    const arxiv = ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'stat.ML', 'eess.AS'];
    const names = [...arxiv.map((it) => `arxiv:${it}`), ...feeds];
    expect(told(...names.map((name) => failing(name, 20)))).toMatchInlineSnapshot(`
      "Nothing new comes from arXiv cs.AI, cs.CL, cs.CV, cs.LG and 42 others
      Reading arXiv cs.AI, cs.CL, cs.CV, cs.LG and 2 others has failed since 20 Nov 2026.
      Reading site0.org/feed has failed since 20 Nov 2026.
      Reading site1.org/feed has failed since 20 Nov 2026.
      Reading site2.org/feed has failed since 20 Nov 2026.
      The same goes for 37 other sources.
      Papers from there may be missing; what is listed meanwhile comes later.
      /papers notices off ends such notices in this channel."
    `);
  });
});

describe('a notice of return', () => {
  it('says how many papers came, when there were any', () => {
    expect(plainMessage(backAgain(['arxiv:cs.LG'], 312))).toBe(
      'arXiv cs.LG is back, with 312 new papers.',
    );
    expect(plainMessage(backAgain(['arxiv:cs.LG', 'hugging-face'], 0))).toBe(
      'arXiv cs.LG and Hugging Face are back.',
    );
  });
});

describe('the site of a source', () => {
  it.each([
    ['arxiv:cs.LG', 'arXiv'],
    ['hugging-face', 'Hugging'],
    ['rss:https://www.nature.com/nature.rss', 'nature.com'],
    ['rss:https://example.org', 'example.org'],
  ])('%s: %s', (source, site) => {
    expect(siteOf(source)).toBe(site);
  });
});
