import type { Listing } from '../../src/core/paper.ts';

/** A listing of an invented paper; name only what the test is about. */
export function makeListing(values: Partial<Listing> = {}): Listing {
  return {
    source: 'hugging-face',
    entryId: '2611.00001',
    identifiers: ['arxiv:2611.00001'],
    mentions: [],
    addresses: [],
    title: 'An Invented Paper on GRPO',
    abstract: 'We invent a method. It works on three benchmarks.',
    authors: ['Ada Example', 'Ben Sample'],
    url: 'https://huggingface.co/papers/2611.00001',
    listedAt: new Date('2026-11-24T00:00:00Z'),
    publishedAt: null,
    categories: [],
    keywords: [],
    organization: null,
    upvotes: null,
    comments: null,
    machineSummary: null,
    codeUrl: null,
    projectUrl: null,
    ...values,
  };
}

/** Listings of different invented papers, numbered from 1. */
export function makeListings(count: number, values: Partial<Listing> = {}): Listing[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `2611.${String(index + 1).padStart(5, '0')}`;
    const title = `Invented Paper ${index + 1} on GRPO`;
    return makeListing({ entryId: id, identifiers: [`arxiv:${id}`], title, ...values });
  });
}
