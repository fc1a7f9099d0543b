import { linkAddress } from './address.ts';

/** A text, and the web addresses that stood in it. */
export interface WithoutAddresses {
  readonly text: string;
  /** Absolute, http or https, each once, in the order of the text. */
  readonly addresses: readonly string[];
}

/** A longer text is an article, whose addresses are as likely those of others; arXiv allows 1,920. */
const LONGEST = 3000;

/** Hosts whose addresses people write without "https://". */
const BARE =
  '(?:github\\.com|gitlab\\.com|bitbucket\\.org|codeberg\\.org|huggingface\\.co|zenodo\\.org|osf\\.io|anonymous\\.4open\\.science)/|[\\w-]+\\.github\\.io(?:/|(?![\\w-]|\\.\\w))';
const ADDRESS = new RegExp(
  `(?:https?://|(?<![\\p{L}\\p{N}@./_-])(?:www\\.|${BARE}))[^\\s<>"“”‘’{}|\\\\^\`\\[\\]]*|\\bthis https? URL\\b`,
  'giu',
);
/** Names of works, which are read as they are: the place that an address of theirs leads to. */
const WORKS: readonly (readonly [RegExp, string])[] = [
  [
    /https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf|html)\/([\w.-]+\/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/gi,
    'arXiv:$1',
  ],
  [/https?:\/\/(?:dx\.)?doi\.org\/(?!10\.5281\/)(10\.[^\s"<>]*[^\s"<>.,;)\]])/gi, 'doi:$1'],
];

/** A list of addresses: "a, b and c". */
const BETWEEN = /^(?:[\s,;&/]|\band\b|\bor\b|[\]})]\s*[[{(]?)+$/i;
/** What leads to an address, and to nothing without it. */
const LEADING = /(?:(?:^|[\s,]+)(?:at|via|from|on|in|under|through))?[\s,:：=–—-]*$/iu;
/** What needs an object: "see". */
const NEEDY = /\b(?:see|visit|visiting|check|check out|refer to|go to|of)[\s:]*$/i;
/** What needs a place: "can be found". */
const FOUND = /\b(?:can|could|may) (?:also )?be (?:found|accessed|viewed|seen)$/i;
/** Stands where an address stood, while the text around it is mended. */
const GAP = '\ue000';
/** Brackets that were there for an address alone. */
const IDLE_BRACKETS =
  /\s*[([{](?:[\s,;:.]|\b(?:see|the link|link|at|via|here|available|cf|e\.g|also|and)\b)*\ue000[\s,;:.]*[)\]}]/giu;

/**
 * Takes the web addresses out of a plain text, so that what is left reads well: "Our code is
 * available at https://github.com/x/y." is "Our code is available." Those of arXiv and of DOIs
 * become the names of the works. The addresses of an article stay where they are.
 */
export function takeAddresses(text: string): WithoutAddresses {
  if (text.length > LONGEST) return { text, addresses: [] };
  const named = WORKS.reduce(
    (shown, [work, name]) => shown.replace(work, name),
    text.replaceAll(GAP, ''),
  );
  const groups = groupsIn(named);
  if (groups.length === 0) return { text: named, addresses: [] };
  const addresses = groups.flatMap((group) => group.addresses);
  return { text: withoutGroups(named, groups), addresses: [...new Set(addresses)] };
}

/** The addresses in a text, as absolute ones, without the punctuation that follows them. */
export function addressesIn(text: string): string[] {
  return groupsIn(text).flatMap((group) => group.addresses);
}

/** Addresses that stand beside each other. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly addresses: readonly string[];
}

function groupsIn(text: string): Group[] {
  const groups: Group[] = [];
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const written = withoutEnd(found);
    const address = absolute(written);
    const isPlaceholder = /^this/i.test(written);
    if (address === null && !isPlaceholder) continue;
    const group = {
      start: index,
      end: index + written.length,
      addresses: address ? [address] : [],
    };
    const last = groups.at(-1);
    if (last && BETWEEN.test(text.slice(last.end, group.start)))
      groups[groups.length - 1] = {
        ...last,
        end: group.end,
        addresses: [...last.addresses, ...group.addresses],
      };
    else groups.push(group);
  }
  return groups;
}

/** Punctuation behind an address is the sentence's, and so is a bracket that opens before it. */
function withoutEnd(written: string): string {
  let address = written;
  while (/[.,;:!?'’*)\]…]$/.test(address)) {
    const isOwn = address.endsWith(')') && count(address, '(') >= count(address, ')');
    if (isOwn) break;
    address = address.slice(0, -1);
  }
  return address;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** Null for what is no web address, like "https://" alone. */
function absolute(written: string): string | null {
  const url = /^https?:/i.test(written) ? written : `https://${written}`;
  const host = URL.parse(url)?.hostname ?? '';
  return /^this/i.test(written) || !/\.[\p{L}\d-]{2,}$/u.test(host) ? null : linkAddress(url);
}

function withoutGroups(text: string, groups: readonly Group[]): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of groups) {
    shown = withGap(shown + text.slice(from, start), text.slice(end, end + 2));
    from = end;
  }
  shown += text.slice(from);
  const mended = mend(shown);
  if (!/[\p{L}\p{N}]/u.test(mended)) return '';
  const isLast = /\ue000[\s)\]}]*$/u.test(shown);
  return isLast && /[\p{L}\p{N})”"’]$/u.test(mended) ? `${mended}.` : mended;
}

/** What stands before an address, as it goes on when the address is gone. */
function withGap(before: string, after: string): string {
  if (/[([{]\s*$/.test(before)) return before + GAP;
  if (NEEDY.test(before)) return `${before.replace(/[\s:]*$/, ' the link')}${GAP}`;
  const lead = LEADING.exec(before)?.[0] ?? '';
  const kept = before.slice(0, before.length - lead.length);
  if (/\b(?:is|are)$/i.test(kept)) return `${kept} available${GAP}`;
  if (FOUND.test(kept)) return `${kept} online${GAP}`;
  return `${kept}${/[:：]/.test(lead) && /^\s\p{Lu}/u.test(after) ? '.' : ''}${GAP}`;
}

/** Closes the gaps; where one was alone in its brackets, what led to them goes, too. */
function mend(text: string): string {
  return text
    .replace(IDLE_BRACKETS, GAP)
    .replace(/\s(?:at|via|from|on|in|under)\ue000/gi, GAP)
    .replace(/\s*\ue000\s*(?=[.,;:!?)\]]|$)/g, '')
    .replace(/(^|[([])\s*\ue000\s*/g, '$1')
    .replace(/\s*\ue000\s*/g, ' ')
    .replace(/^[\s.,;:]+/, '')
    .trim();
}
