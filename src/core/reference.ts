import type { Identifier, Paper, PaperId } from './paper.ts';

const ARXIV = /(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)/;
const OLD_ARXIV = /\b([a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?\b/;
const DOI = /\b(10\.\d{4,9}\/[^\s"<>]+)/;
const SHORT_NAME = /^#([0-9a-z]{11})$/;

/**
 * The work that a person means: an arXiv id or DOI, any address that holds one, or the short name
 * that a button uses; undefined when there is none. The version does not count.
 */
export function readReference(text: string): Identifier | undefined {
  const short = SHORT_NAME.exec(text.trim())?.[1];
  if (short) return `short:${short}`;
  const arxiv = ARXIV.exec(text)?.[1] ?? OLD_ARXIV.exec(text)?.[1];
  if (arxiv) return `arxiv:${arxiv}`;
  const doi = DOI.exec(text)?.[1];
  return doi && `doi:${doi.toLowerCase().replace(/[.,)]+$/, '')}`;
}

/** How a command names a paper: its arXiv id, or a short name. `readReference` reads both. */
export function referenceTo({ id, arxivId }: Pick<Paper, 'id' | 'arxivId'>): string {
  return arxivId ?? `#${shortName(id).slice('short:'.length)}`;
}

/** The identifier by which a button names a paper without an arXiv id: 53 bits of a hash of its id. */
export function shortName(id: PaperId): Identifier {
  return `short:${hash53(id).toString(36).padStart(11, '0')}`;
}

/** cyrb53, public domain: https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
function hash53(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  const mixedHigh = mix(high, low);
  const mixedLow = mix(low, mixedHigh);
  return 4294967296 * (2097151 & mixedLow) + (mixedHigh >>> 0);
}

function mix(one: number, other: number): number {
  const mixed = Math.imul(one ^ (one >>> 16), 2246822507);
  return mixed ^ Math.imul(other ^ (other >>> 13), 3266489909);
}
