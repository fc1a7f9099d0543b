import { foldedWords } from './text.ts';

/**
 * True when a name is meant by a query: the query's last word is a family name and stands whole;
 * of the other words, an initial is enough on either side. Accents and umlauts are forgiven
 * ("Müller" is "Muller" and "Mueller"), the order of the parts, and TeX's accents (Andr\'e).
 */
export function isNamed(name: string, query: string): boolean {
  const wanted = foldedNameWords(query);
  const parts = foldedNameWords(name);
  const family = wanted.at(-1);
  if (family === undefined || !takePart(parts, (part) => part === family)) return false;
  return wanted.slice(0, -1).every((word) => takePart(parts, (part) => sameGivenName(part, word)));
}

function takePart(parts: string[], fits: (part: string) => boolean): boolean {
  const place = parts.findIndex(fits);
  if (place === -1) return false;
  parts.splice(place, 1);
  return true;
}

function sameGivenName(part: string, word: string): boolean {
  if (part.length === 1 || word.length === 1) return part[0] === word[0];
  return part === word;
}

/** The parts of a name in the form in which names are compared. */
export function foldedNameWords(name: string): string[] {
  const plain = name.replace(/\\[^a-zA-Z\s]\s*\{?(\p{L})\}?/gu, '$1').replace(/[{}\\]/g, '');
  return foldedWords(plain).map((word) => word.replace(/([aou])e/g, '$1'));
}
