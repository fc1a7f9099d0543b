import { describe, expect, it } from 'vitest';
import { asksFor } from '../../../src/core/matching/asked-sources.ts';
import { parseQuery } from '../../../src/core/query/parser.ts';

describe('a query asks for a source', () => {
  it.each([
    ['source:arxiv', 'arxiv:cs.LG', true],
    ['source:cs.LG grpo', 'arxiv:cs.LG', true],
    ['grpo (source:nature OR source:arxiv)', 'arxiv:cs.LG', true],
    ['from:"hugging face"', 'hugging-face', true],
    ['source:nature.com', 'rss:https://www.nature.com/nature.rss', true],
    ['source:cs.CL', 'arxiv:cs.LG', false],
    ['grpo -source:arxiv', 'arxiv:cs.LG', false],
    ['"source arxiv" author:arxiv', 'arxiv:cs.LG', false],
    ['grpo', 'arxiv:cs.LG', false],
  ])('%s: %s %s', (query, source, asks) => {
    expect(asksFor(source)(parseQuery(query))).toBe(asks);
  });
});
