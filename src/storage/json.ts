import type { Paper } from '../core/paper.ts';

/** Reads stored JSON whose named fields hold dates, at whatever depth. */
export function fromJson<T>(text: string, dates: readonly string[] = []): T {
  return JSON.parse(text, (key, value) =>
    dates.includes(key) && typeof value === 'string' ? new Date(value) : value,
  );
}

/** A stored moment as a date. */
export function toDate(moment: number): Date {
  return new Date(moment);
}

export function toDateOrNull(moment: number | null): Date | null {
  return moment === null ? null : new Date(moment);
}

/** A stored paper; those of earlier versions have no further links. */
export function parsePaper(json: string): Paper {
  const paper = fromJson<Paper>(json, ['listedAt', 'publishedAt']);
  return { ...paper, moreLinks: paper.moreLinks ?? [] };
}
