import { describe, expect, it } from 'vitest';
import { sourceLabel } from '../../src/core/paper.ts';

describe('A source, as a reader knows it', () => {
  it.each([
    ['hugging-face', 'Hugging Face'],
    ['arxiv:cs.LG', 'arXiv cs.LG'],
    ['rss:https://www.tide.example/feed/', 'tide.example/feed'],
    ['rss:https://tide.example/feed?token=hidden#1f0c9a2b', 'tide.example/feed?token=hidden'],
  ])('%s is %s', (source, label) => {
    expect(sourceLabel(source)).toBe(label);
  });
});
