import { cleanText } from './text.ts';
import { addressesIn, takeAddresses } from './text-addresses.ts';

/** Addresses behind words and in footnotes, which TeX does not show. */
const HIDDEN = /\\href\s*\{([^{}]*)\}\s*(?=\{)|\\footnote\s*\{([^{}]*)\}/g;

/** What arXiv and journals put before the first sentence. */
const OPENING = /^(?:arXiv:\S+\s+Announce Type:\s*[\w-]+\s*)?(?:abstract(?:\s*[:.]|\s+[–—-])\s+)?/i;

/** What an abstract says, and the addresses that stood in it. */
export interface Abstract {
  /** Plain text on one line, without markup, TeX and addresses. */
  readonly abstract: string;
  /** Absolute, http or https, each once: those behind words first, then in the order of the text. */
  readonly addresses: readonly string[];
}

/** Reads an abstract as a source gives it. @param clean what takes its markup away. */
export function readAbstract(
  written: string,
  clean: (text: string) => string = cleanText,
): Abstract {
  const { text, addresses } = takeAddresses(clean(written).replace(OPENING, ''));
  const hidden = Array.from(written.matchAll(HIDDEN), ([, linked, note]) => linked ?? note ?? '');
  const behind = hidden.flatMap((it) => addressesIn(it.replace(/\\([_%#&~])/g, '$1')));
  return { abstract: text, addresses: [...new Set([...behind, ...addresses])] };
}
