import type { Identifier } from './paper.ts';

const ARXIV = /(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)/;
const OLD_ARXIV = /\b([a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?\b/;
const DOI = /\b(10\.\d{4,9}\/[^\s"<>]+)/;

/**
 * The work that a person means: an arXiv id or DOI, or any address that holds one; undefined when
 * there is none. The version does not count.
 */
export function readReference(text: string): Identifier | undefined {
  const arxiv = ARXIV.exec(text)?.[1] ?? OLD_ARXIV.exec(text)?.[1];
  if (arxiv) return `arxiv:${arxiv}`;
  const doi = DOI.exec(text)?.[1];
  return doi && `doi:${doi.toLowerCase().replace(/[.,)]+$/, '')}`;
}
