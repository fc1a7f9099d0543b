import { describe, expect, it } from 'vitest';
import { mergeListings, sameTitle } from '../../src/core/merge.ts';
import type { Listing } from '../../src/core/paper.ts';
import { makeListing } from '../support/listings.ts';

const seenAt = new Date('2026-11-24T00:00:00Z');

describe('the paper of several listings', () => {
  const arxiv = makeListing({
    source: 'arxiv:cs.LG',
    title: 'A Title',
    abstract: 'From arXiv.',
    categories: ['cs.LG'],
    listedAt: new Date('2026-11-23T05:00:00Z'),
  });
  const huggingFace = makeListing({
    source: 'hugging-face',
    title: 'A title',
    abstract: 'From Hugging Face.',
    upvotes: 12,
    codeUrl: 'https://example.org/code',
    listedAt: new Date('2026-11-24T00:00:00Z'),
  });

  it('takes its texts from arXiv and its votes from Hugging Face, in whatever order they came', () => {
    for (const listings of [
      [arxiv, huggingFace],
      [huggingFace, arxiv],
    ]) {
      const paper = mergeListings(
        'arxiv:2611.00001',
        listings.map((it) => ({ ...it, seenAt })),
      );
      expect(paper).toMatchObject({
        title: 'A Title',
        abstract: 'From arXiv.',
        upvotes: 12,
        codeUrl: 'https://example.org/code',
        sources: ['arxiv:cs.LG', 'hugging-face'],
        url: 'https://arxiv.org/abs/2611.00001',
        listedAt: new Date('2026-11-24T00:00:00Z'),
      });
    }
  });

  it('counts a listing that is dated ahead from when it was seen', () => {
    const ahead = makeListing({
      source: 'rss:https://example.org',
      listedAt: new Date('2027-03-01'),
    });
    const past = new Date('2026-11-20T00:00:00Z');
    const other = makeListing({ listedAt: past });
    const merge = (...listings: Listing[]) =>
      mergeListings(
        'entry:1',
        listings.map((it) => ({ ...it, seenAt })),
      );
    expect(merge(ahead).listedAt).toEqual(seenAt);
    expect(merge(ahead, other).listedAt).toEqual(seenAt);
    expect(merge(other).listedAt).toEqual(past);
  });

  it('counts an undated listing from when it was seen', () => {
    const paper = mergeListings('entry:1', [{ ...makeListing({ listedAt: null }), seenAt }]);
    expect(paper.listedAt).toEqual(seenAt);
  });
});

describe('titles of the same work', () => {
  it.each([
    ['A Study of Things', 'a study of things!'],
    ['Lab blog: A Careful Study of Things', 'A careful study of things'],
  ])('%s is %s', (one, other) => {
    expect(sameTitle(one, other)).toBe(true);
  });

  it.each([
    ['A Study of Things', 'A Study of Other Things'],
    ['Attention', 'Attention is all you need'],
    ['Why we like A Careful Study of Things and others', 'A careful study of things'],
    ['', ''],
  ])('%s is not %s', (one, other) => {
    expect(sameTitle(one, other)).toBe(false);
  });
});
