import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/core/language.ts';
import type { Listing, Paper } from '../../../src/core/paper.ts';
import type { Call, Wish } from '../../../src/core/summary/store.ts';
import { makeListing } from '../../support/listings.ts';
import { MESSAGE, msLater, NOW, type World } from './world.ts';

const BUDGET = { calls: 3, tokens: 1_000 };
const TEXT = 'A method is invented, and it works.';

/** What every storage must do with summaries by a language model. */
export function describeSummaries(world: World): void {
  describe('summaries', () => {
    const callFor = (paper: Paper, language: Language = 'en'): Call => ({
      ...{ paperId: paper.id, language, model: 'tide', tokens: 300 },
    });

    async function list(number: number, values: Partial<Listing> = {}): Promise<Paper> {
      const entryId = `2611.${String(number).padStart(5, '0')}`;
      const identifiers = [`arxiv:${entryId}`];
      const listing = makeListing({ entryId, identifiers, ...values });
      return (await world.storage.papers.record(listing, NOW)).paper;
    }

    async function wanted(language: Language = 'en', wish: Partial<Wish> = {}) {
      const papers = await world.storage.summaries.wanted({
        ...{ language, listedSince: new Date(0), postedSince: msLater(-1_000) },
        ...{ askedBefore: msLater(-1_000), now: NOW, limit: 10 },
        ...wish,
      });
      return papers.map((it) => it.id);
    }

    async function write(paper: Paper, language: Language = 'en', text = TEXT): Promise<void> {
      const { summaries } = world.storage;
      const call = callFor(paper, language);
      expect(await summaries.book(call, { calls: 99, tokens: 99_000 }, NOW)).toBe(true);
      await summaries.settle(call, { kind: 'written', text, tokens: 200 }, NOW, NOW);
    }

    it('keeps what was written, by language', async () => {
      const { summaries } = world.storage;
      const [one, other] = [await list(1), await list(2)];
      await write(one);
      await write(one, 'de', 'Eine Methode wird erfunden.');
      expect(await summaries.textsOf([one.id, other.id], 'en')).toEqual(new Map([[one.id, TEXT]]));
      expect(await summaries.textsOf([one.id], 'de')).toEqual(
        new Map([[one.id, 'Eine Methode wird erfunden.']]),
      );
      expect(await summaries.textsOf([one.id], 'fr')).toEqual(new Map());
      expect(await summaries.textsOf([], 'en')).toEqual(new Map());
    });

    it('books calls within the budget of a day, and gives back what one did not take', async () => {
      const { summaries } = world.storage;
      const papers = [await list(1), await list(2), await list(3), await list(4)] as const;
      const book = (index: 0 | 1 | 2 | 3, now = NOW) =>
        summaries.book(callFor(papers[index]), BUDGET, now);
      expect([await book(0), await book(1), await book(2)]).toEqual([true, true, true]);
      expect(await book(3)).toBe(false);
      await summaries.settle(callFor(papers[0]), { kind: 'failed', tokens: 0 }, NOW, NOW);
      expect(await summaries.spentOn(NOW)).toEqual({ calls: 3, tokens: 600 });
      expect(await book(3)).toBe(false);
      const tomorrow = msLater(86_400_000);
      expect(await summaries.spentOn(tomorrow)).toEqual({ calls: 0, tokens: 0 });
      expect(await book(3, tomorrow)).toBe(true);
      await summaries.settle(callFor(papers[1]), { kind: 'failed', tokens: 300 }, NOW, tomorrow);
      expect(await summaries.spentOn(NOW)).toEqual({ calls: 3, tokens: 600 });
    });

    it('books no call whose tokens the day may not have', async () => {
      const { summaries } = world.storage;
      const papers = [await list(1), await list(2)] as const;
      const few = { calls: 9, tokens: 599 };
      expect(await summaries.book(callFor(papers[0]), few, NOW)).toBe(true);
      expect(await summaries.book(callFor(papers[1]), few, NOW)).toBe(false);
      expect(await summaries.spentOn(NOW)).toEqual({ calls: 1, tokens: 300 });
      const outcome = { kind: 'written', text: TEXT, tokens: 299 } as const;
      await summaries.settle(callFor(papers[0]), outcome, NOW, NOW);
      expect(await summaries.book(callFor(papers[1]), few, NOW)).toBe(true);
    });

    it('wants papers that are news in a channel of the language', async () => {
      const { channels, summaries } = world.storage;
      const [english, german] = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      expect(await summaries.languages()).toEqual(['en']);
      await channels.change(german.id, { language: 'de' });
      expect(await summaries.languages()).toEqual(['de', 'en']);
      const papers = [await list(1), await list(2)] as const;
      await list(3);
      await world.matchOne(english.id, papers[0]);
      await world.matchOne(german.id, papers[1]);
      expect([await wanted('en'), await wanted('de'), await wanted('fr')]).toEqual([
        [papers[0].id],
        [papers[1].id],
        [],
      ]);
      expect(await wanted('en', { listedSince: msLater(1) })).toEqual([]);
      await write(papers[0]);
      expect(await wanted('en')).toEqual([]);
    });

    it('leaves out channels that get nothing, and papers below their upvotes', async () => {
      const { channels } = world.storage;
      const { id } = await world.ensureChannel();
      await world.matchOne(id, await list(1, { upvotes: 4 }));
      await channels.change(id, { minUpvotes: 5 });
      expect(await wanted()).toEqual([]);
      await channels.change(id, { minUpvotes: 4 });
      expect(await wanted()).toHaveLength(1);
      await channels.change(id, { pausedUntil: msLater(1) });
      expect(await wanted()).toEqual([]);
      await channels.change(id, { pausedUntil: null });
      await channels.refuse(id, 'archived', NOW);
      expect(await wanted()).toEqual([]);
    });

    it('wants a paper with a summary of its own in other languages alone', async () => {
      const { channels } = world.storage;
      const { id } = await world.ensureChannel();
      const paper = await list(1, { machineSummary: 'It works.' });
      await world.matchOne(id, paper);
      expect(await wanted()).toEqual([]);
      await channels.change(id, { language: 'ja' });
      expect(await wanted('ja')).toEqual([paper.id]);
    });

    it('wants what was posted lately as a card', async () => {
      const { outbox } = world.storage;
      const { id } = await world.ensureChannel();
      const papers = [await list(1), await list(2), await list(3)] as const;
      for (const paper of papers) await world.matchOne(id, paper, `title:${paper.id}`);
      const page = (name: string, shown: readonly Paper[], more: readonly Paper[]) => ({
        ...{ id: name, message: MESSAGE },
        ...{ papers: shown.map((it) => it.id), more: more.map((it) => it.id) },
      });
      await outbox.put(id, [page('d1', [papers[0]], [papers[1]])], NOW);
      await outbox.put(id, [page('d2', [papers[2]], [])], msLater(-2_000));
      expect(await wanted()).toEqual([papers[0].id]);
    });

    it('puts first what is due first, then what is most upvoted', async () => {
      const { channels } = world.storage;
      const papers = [
        await list(1, { upvotes: 90 }),
        await list(2, { upvotes: 5 }),
        await list(3, { upvotes: 7 }),
        await list(4, { upvotes: 1 }),
      ] as const;
      const [late, soon, atOnce] = [
        await world.ensureChannel('C1'),
        await world.ensureChannel('C2'),
        await world.ensureChannel('C3'),
      ];
      await channels.setNextDigest(late.id, msLater(9_000));
      await channels.setNextDigest(soon.id, msLater(5_000));
      await world.matchOne(late.id, papers[0], 'a');
      await world.matchOne(late.id, papers[1], 'b');
      await world.matchOne(soon.id, papers[1], 'c');
      await world.matchOne(soon.id, papers[2], 'd');
      await world.matchOne(atOnce.id, papers[3], 'e');
      const inOrder = [papers[3], papers[2], papers[1], papers[0]].map((it) => it.id);
      expect(await wanted()).toEqual(inOrder);
      expect(await wanted('en', { limit: 2 })).toEqual(inOrder.slice(0, 2));
    });

    it('asks twice for a paper whose answers are refused, and not at once', async () => {
      const { summaries } = world.storage;
      const { id } = await world.ensureChannel();
      const paper = await list(1);
      await world.matchOne(id, paper);
      const refused = { kind: 'refused', reason: 'a link', tokens: 9 } as const;
      const later = { askedBefore: NOW };
      await summaries.book(callFor(paper), BUDGET, NOW);
      expect(await wanted()).toEqual([]);
      await summaries.settle(callFor(paper), refused, NOW, NOW);
      expect([await wanted(), await wanted('en', later)]).toEqual([[], [paper.id]]);
      await summaries.book(callFor(paper), BUDGET, NOW);
      await summaries.settle(callFor(paper), refused, NOW, NOW);
      expect(await wanted('en', later)).toEqual([]);
      expect(await summaries.textsOf([paper.id], 'en')).toEqual(new Map());
    });

    it('does not count a call that failed', async () => {
      const { summaries } = world.storage;
      const { id } = await world.ensureChannel();
      const paper = await list(1);
      await world.matchOne(id, paper);
      await summaries.book(callFor(paper), BUDGET, NOW);
      await summaries.settle(callFor(paper), { kind: 'failed', tokens: 0 }, NOW, NOW);
      expect(await wanted()).toEqual([paper.id]);
    });

    it('wants a new text for a new abstract, and shows the old one until then', async () => {
      const { summaries } = world.storage;
      const { id } = await world.ensureChannel();
      const paper = await list(1, { abstract: 'We invent a method.' });
      await world.matchOne(id, paper);
      await write(paper);
      await list(1, { abstract: 'We  invent a method!', upvotes: 3 });
      expect(await wanted()).toEqual([]);
      await list(1, { abstract: 'We invent two methods.' });
      expect(await wanted()).toEqual([paper.id]);
      expect(await summaries.textsOf([paper.id], 'en')).toEqual(new Map([[paper.id, TEXT]]));
      await write(paper, 'en', 'Two methods.');
      expect(await wanted()).toEqual([]);
      expect([...(await summaries.textsOf([paper.id], 'en')).values()]).toEqual(['Two methods.']);
    });

    it('moves to the paper that another turns out to be', async () => {
      const { papers, summaries } = world.storage;
      const first = await list(1, { source: 'arxiv:cs.LG' });
      const second = await list(2, { source: 'rss:https://example.org/feed' });
      await write(second, 'en', 'Of the second.');
      await write(second, 'de', 'Vom zweiten.');
      await write(first, 'de', 'Vom ersten.');
      const identifiers = [first.id, second.id];
      await papers.record(makeListing({ entryId: 'both', identifiers }), NOW);
      const texts = async (language: Language) => [
        ...(await summaries.textsOf([first.id, second.id], language)).values(),
      ];
      expect([await texts('en'), await texts('de')]).toEqual([['Of the second.'], ['Vom ersten.']]);
    });

    it('marks the posts of a language', async () => {
      const { channels, outbox, posts } = world.storage;
      const paper = await list(1);
      const channelsOf = [await world.ensureChannel('C1'), await world.ensureChannel('C2')];
      for (const { id } of channelsOf) {
        const page = { id: `d${id}`, message: { ...MESSAGE }, papers: [paper.id] };
        await outbox.put(id, [page], NOW);
        const claim = await outbox.claim(id, NOW, 1_000);
        if (!claim) throw new Error('There is nothing to claim.');
        await outbox.settle(claim, { kind: 'sent', receipt: { messageId: '1' } }, NOW);
      }
      await channels.change(channelsOf[1]?.id ?? 0, { language: 'de' });
      const changed = async () => (await posts.listChanged(9)).map((it) => it.channelId);
      await posts.markSummarised(paper.id, 'fr', NOW);
      expect(await changed()).toEqual([]);
      await posts.markSummarised(paper.id, 'de', NOW);
      expect(await changed()).toEqual([channelsOf[1]?.id]);
      await posts.markSummarised(paper.id, 'en', msLater(1));
      expect(await changed()).toHaveLength(1);
      await posts.markSummarised(paper.id, 'en', NOW);
      expect(await changed()).toHaveLength(2);
    });
  });
}
