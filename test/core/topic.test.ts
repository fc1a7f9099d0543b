import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { plainText } from '../../src/core/message.ts';
import { parseStored } from '../../src/core/query/parser.ts';
import { topicOf } from '../../src/core/topic.ts';
import { makeAnalysed } from '../support/papers.ts';

const paper = makeAnalysed({
  title: 'A reward',
  categories: ['cs.LG'],
  authors: ['Ada Byron', 'Bo Li'],
  organization: 'Example University',
  sources: ['hugging-face', 'arxiv:cs.LG'],
});

function topic(text: string): string {
  const query = parseStored(text);
  return plainText(topicOf(query, compileQuery(query)(paper) ?? []));
}

describe('a topic names', () => {
  it.each([
    ['grpo', 'on grpo'],
    ['reward model', 'on reward model'],
    ['"reward model"', 'on reward model'],
    ['title:"world model"', 'on world model'],
    ['=agents', 'on agents'],
    ['quantiz*', 'on quantiz*'],
    ['强化学习', 'on 强化学习'],
    ['grpo OR dpo', 'on grpo or dpo'],
    ['a1 OR a2 OR a3', 'on a1, a2 or a3'],
    ['a1 OR a2 OR a3 OR a4 OR a5', 'on a1, a2 or 3 others'],
    ['robot (speech OR vision)', 'on robot (speech or vision)'],
    ['robot speech OR "world model"', 'on robot speech or "world model"'],
    ['robot "world model"', 'on robot "world model"'],
    ['author:byron', 'by Ada Byron'],
    ['author:"Li, B." author:byron', 'by Bo Li and Ada Byron'],
    ['category:cs.lg', 'in cs.LG'],
    ['category:cs', 'in cs'],
    ['category:cs.LG OR category:cs.CL', 'in cs.LG or cs.CL'],
    ['source:"hugging face"', 'from Hugging Face'],
    ['source:arxiv', 'from arXiv'],
    ['org:"example university"', 'from Example University'],
    ['has:code', 'with code'],
    ['has:project', 'with a project page'],
    ['upvotes>=20', 'with 20 upvotes or more'],
    ['comments<=1', 'with at most 1 comment'],
    ['upvotes=1', 'with 1 upvote'],
    ['upvotes>=20 has:code', 'with 20 upvotes or more and code'],
    ['reward author:byron category:cs.LG', 'on reward by Ada Byron'],
    ['grpo -survey', 'on grpo'],
    ['grpo upvotes>=20 has:code', 'on grpo'],
    ['author:byron -survey', 'by Ada Byron'],
    ['robot -(speech OR vision)', 'on robot'],
    ['robot OR -vision', 'on robot or not vision'],
    ['reward category:cs.LG', 'on reward in cs.LG'],
    ['grpo OR author:byron', 'on grpo or author:byron'],
  ])('%s as “%s”', (query, words) => {
    expect(topic(query)).toBe(words);
  });

  it.each([
    [`"${'reinforcement learning '.repeat(9)}"`, 'on reinforcement learning…'],
    ['x'.repeat(90), `on ${'x'.repeat(35)}…`],
    ['强'.repeat(90), `on ${'强'.repeat(35)}…`],
  ])('at most 36 characters: %s', (query, words) => {
    expect(topic(query)).toBe(words);
  });
});
