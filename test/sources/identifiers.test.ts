import { describe, expect, it } from 'vitest';
import {
  arxivName,
  doiOf,
  identifierOf,
  keptName,
  worksLinkedIn,
} from '../../src/sources/identifiers.ts';

describe('The name of a work', () => {
  it.each([
    ['oai:arXiv.org:2203.01250v3', '2203.01250', 3],
    ['arXiv:2203.01250', '2203.01250', null],
    ['https://arxiv.org/abs/2203.01250v12', '2203.01250', 12],
    ['http://export.arxiv.org/pdf/0704.0001', '0704.0001', null],
    ['https://ar5iv.labs.arxiv.org/html/2203.01250', '2203.01250', null],
    ['https://arxiv.org/abs/math.GT/0309136v1', 'math/0309136', 1],
    ['https://arxiv.org/abs/hep-th%2F9901001', 'hep-th/9901001', null],
    ['doi:10.48550/arXiv.2203.01250', '2203.01250', null],
  ])('is arXiv’s in %s', (name, id, version) => {
    expect(arxivName(name)).toEqual({ id, version });
  });

  it.each([
    'https://arxiv.org/list/cs.LG/recent',
    'https://notarxiv.org/abs/2203.01250',
    'https://evil.example/arxiv.org/abs/2203.01250',
    'https://huggingface.co/blog/2203.01250',
    'https://arxiv.org/abs/2203.0125',
    '2203.01250',
    '',
  ])('is not arXiv’s in "%s"', (name) => {
    expect(arxivName(name)).toBeNull();
  });

  it.each([
    ['https://doi.org/10.1234/ABC.1', '10.1234/abc.1'],
    ['http://dx.doi.org/10.1234%2Fabc', '10.1234/abc'],
    ['doi: 10.1234/abc).', '10.1234/abc'],
    ['10.1234/abc', '10.1234/abc'],
    ['https://journal.example/10.1234/abc', null],
    ['urn:issn:1234-5678', null],
  ])('is the DOI in %s', (name, doi) => {
    expect(doiOf(name)).toBe(doi);
  });

  it('is arXiv’s before the DOI that arXiv gives', () => {
    expect(identifierOf('https://doi.org/10.48550/arXiv.2203.01250')).toBe('arxiv:2203.01250');
  });

  it('is kept by its digest where it is long, and no two are mistaken for each other', () => {
    expect(keptName('x'.repeat(1_000))).toBe('x'.repeat(1_000));
    expect(keptName('é'.repeat(501))).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(keptName(`${'x'.repeat(1_000)}a`)).not.toBe(keptName(`${'x'.repeat(1_000)}b`));
    expect(doiOf(`10.1234/${'x'.repeat(1_000)}`)).toBeNull();
  });

  it('is looked for in the first 500 links of a text', () => {
    const links = 'https://example.org/ '.repeat(499);
    const work = 'https://arxiv.org/abs/2203.01250';
    expect(worksLinkedIn(links + work)).toEqual(['arxiv:2203.01250']);
    expect(worksLinkedIn(`${links}https://example.org/ ${work}`)).toEqual([]);
  });

  it('is found in the links of a text, each work once', () => {
    const text = `See <a href="https://arxiv.org/abs/2203.01250v2">one</a>, (https://arxiv.org/pdf/2203.01250),
      https://doi.org/10.1234/abc. and https://example.org/?a=1&amp;b=2`;
    expect(worksLinkedIn(text)).toEqual(['arxiv:2203.01250', 'doi:10.1234/abc']);
  });
});
