import type { Paper } from '../../core/paper.ts';
import { readReference, referenceTo } from '../../core/reference.ts';

/** The path of a paper's own page: "/paper/2402.03300", or by its short name "/paper/~0ab12cd34ef". */
export function paperPath(paper: Pick<Paper, 'id' | 'arxivId'>): string {
  return `/paper/${referenceTo(paper).replace('#', '~')}`;
}

/** The identifier in a path that paperPath made, or that a person typed; undefined for none. */
export function readPaperPath(name: string): string | undefined {
  return readReference(name.replace(/^~/, '#'));
}

/** A path with a query typed by a person. */
export function withQuery(path: string, q: string): string {
  return `${path}?${new URLSearchParams({ q })}`;
}
