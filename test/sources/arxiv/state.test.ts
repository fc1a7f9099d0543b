import { describe, expect, it } from 'vitest';
import { readState } from '../../../src/sources/arxiv/state.ts';

const STATE = {
  validators: null,
  lastBatch: '2026-11-20',
  fingerprint: '0123456789abcdef',
  firstSeenOn: '2026-11-20',
  empty: false,
  gap: { from: '2026-11-17', to: '2026-11-18', notBefore: null },
};

describe('What is remembered of an arXiv category', () => {
  it('keeps its gap when an ETag of another version can not be read', () => {
    expect(readState({ ...STATE, validators: { url: 'https://example.org' } })).toEqual(STATE);
  });

  it('is nothing when it can not be read at all', () => {
    expect(readState({ from: 'another version' })).toBeNull();
  });
});
