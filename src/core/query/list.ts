import { QueryError } from './ast.ts';
import { narrow } from './narrow.ts';

/** Further back than this, no number of a comparison begins. */
const LONGEST_NUMBER = 20;

/**
 * Cuts a typed list of queries at its commas; a comma inside quotes or parentheses separates
 * nothing, nor does one inside a number (upvotes>=1,000). Empty entries are left out.
 */
export function splitQueries(text: string): string[] {
  const plain = narrow(text);
  const ends = [...separatorsIn(plain), plain.length];
  return ends
    .map((end, place) => plain.slice(place === 0 ? 0 : (ends[place - 1] ?? 0) + 1, end).trim())
    .filter((it) => it !== '');
}

/**
 * Refuses several queries where one is taken.
 * @throws {QueryError} at the comma that separates them.
 */
export function refuseSeveral(text: string): void {
  const queries = splitQueries(text);
  const [comma = 0] = separatorsIn(narrow(text));
  if (queries.length > 1)
    throw new QueryError(
      `A comma separates queries, and this takes one. Write ${queries.join(' OR ')} for any of them.`,
      comma,
    );
}

/** Where the commas, and ends of lines, stand that separate queries. */
function separatorsIn(text: string): number[] {
  const places: number[] = [];
  let depth = 0;
  let quoted = false;
  for (let place = 0; place < text.length; place++) {
    const char = text[place] ?? '';
    if (/["“”„«»]/.test(char)) quoted = !quoted;
    if (!quoted && char === '(') depth++;
    if (!quoted && char === ')') depth = Math.max(0, depth - 1);
    if (/[,、\n]/.test(char) && !quoted && depth === 0 && !isInNumber(text, place))
      places.push(place);
  }
  return places;
}

/** True of the comma in "upvotes>=1,000". */
function isInNumber(text: string, comma: number): boolean {
  const before = text.slice(Math.max(0, comma - LONGEST_NUMBER), comma);
  return /[<>=≥≤]\s*\d[\d,]*$/.test(before) && /^,\d{3}(?!\d)/.test(text.slice(comma, comma + 5));
}
