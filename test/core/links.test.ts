import { describe, expect, it } from 'vitest';
import { makeCard } from '../../src/core/card.ts';
import { linksOf } from '../../src/core/links.ts';
import { compileQuery } from '../../src/core/matching/evaluate.ts';
import { mergeListings } from '../../src/core/merge.ts';
import { parseQuery } from '../../src/core/query/parser.ts';
import { makeListing } from '../support/listings.ts';
import { makeAnalysed } from '../support/papers.ts';
import { summarise } from '../support/summarise.ts';

const CODE = 'https://github.com/some/thing';
const PAGE = 'https://thing.example/page';

/** The links of a paper of listings with these addresses in their abstracts. */
function found(...addresses: string[]) {
  return linksOf([makeListing({ addresses })]);
}

describe('Addresses in an abstract', () => {
  it.each([
    [CODE],
    ['https://www.github.com/some/thing'],
    ['https://gitlab.com/some/thing'],
    ['https://git.example.edu/some/thing'],
    ['https://bitbucket.org/some/thing'],
    ['https://codeberg.org/some/thing'],
    ['https://anonymous.4open.science/r/thing-1234'],
  ])('are the code: %s', (url) => {
    expect(found(PAGE, url)).toEqual({ codeUrl: url, projectUrl: PAGE, moreLinks: [] });
  });

  it('are the project, where they are neither code nor anything else by name', () => {
    expect(found('https://huggingface.co/datasets/some/data', PAGE).projectUrl).toBe(PAGE);
    expect(found('https://some.github.io/thing').projectUrl).toBe('https://some.github.io/thing');
  });

  it.each([
    ['Demo', 'https://huggingface.co/spaces/some/thing'],
    ['Demo', 'https://youtu.be/abc'],
    ['Data', 'https://huggingface.co/datasets/some/data'],
    ['Data', 'https://zenodo.org/records/1'],
    ['Data', 'https://doi.org/10.5281/zenodo.1'],
    ['Model', 'https://huggingface.co/some/model-7B'],
    ['github.com', 'https://github.com/some/other'],
    ['other.example', 'https://www.other.example/x'],
  ])('are labelled %s: %s', (label, url) => {
    expect(found(CODE, PAGE, url).moreLinks).toEqual([{ label, url }]);
  });

  it('are shown once, however they are written, and two at most', () => {
    expect(found(CODE, `${CODE}.git`, `${CODE}/`, `${CODE}/blob/main/README.md`).moreLinks).toEqual(
      [],
    );
    const many = [1, 2, 3, 4, 5].map((it) => `https://${it}.example/`);
    expect(found(CODE, PAGE, ...many).moreLinks).toHaveLength(2);
  });

  it('are no link to the entry itself', () => {
    expect(linksOf([makeListing({ url: PAGE, addresses: [PAGE] })]).projectUrl).toBeNull();
  });

  it("count less than what any listing says outright, also a less telling source's", () => {
    const seenAt = new Date('2026-11-24T00:00:00Z');
    const arxiv = makeListing({ source: 'arxiv:cs.LG', addresses: [CODE, PAGE] });
    const huggingFace = makeListing({ codeUrl: 'https://github.com/official/thing' });
    const paper = mergeListings('arxiv:2611.00001', [
      { ...arxiv, seenAt },
      { ...huggingFace, seenAt },
    ]);
    expect(paper.codeUrl).toBe('https://github.com/official/thing');
    expect(paper.projectUrl).toBe(PAGE);
    expect(paper.moreLinks).toEqual([{ label: 'github.com', url: CODE }]);
    expect(makeCard(paper, [], summarise).links.map((it) => it.label)).toEqual([
      ...['arXiv', 'PDF', 'Hugging Face', 'Code', 'Project', 'github.com'],
    ]);
  });

  it('are found by has:code', () => {
    const matches = compileQuery(parseQuery('has:code'));
    expect(matches(makeAnalysed({ codeUrl: found(CODE).codeUrl }))).not.toBeNull();
    expect(matches(makeAnalysed({ codeUrl: found(PAGE).codeUrl }))).toBeNull();
  });
});
