import { foldedWords } from './text.ts';

/**
 * True when a name is meant by a query: the query's last word is a family name and stands whole;
 * of the other words, an initial is enough on either side, and further initials may be missing
 * ("Geoffrey E. Hinton" is "Geoffrey Hinton"). Accents and umlauts are forgiven ("Müller" is
 * "Muller" and "Mueller"), the order of the parts, and TeX's accents (Andr\'e).
 */
export function isNamed(name: string, query: string): boolean {
  const given = comparedNameParts(query);
  const family = given.pop();
  const parts = comparedNameParts(name);
  if (!takePart(parts, (part) => part === family)) return false;
  const found = given.map((word) => takePart(parts, (part) => sameGivenName(part, word)));
  const mayLack = (place: number) => place > 0 && parts.length === 0 && given[place]?.length === 1;
  return found.every((it, place) => it || mayLack(place));
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

/** The parts of a name without case, accents and full stops; "LeCun, Y." is "Y. LeCun". */
export function nameParts(name: string): string[] {
  const [, family, given] = /^([^,]+),([^,]+)$/.exec(name) ?? [];
  const inOrder = family && given ? `${given} ${family}` : name;
  const plain = inOrder
    .replace(/\\[^a-zA-Z\s]\s*\{?(\p{L})\}?/gu, '$1')
    .replace(/[{}\\]/g, '')
    .replaceAll('.', ' ');
  return foldedWords(plain);
}

/**
 * The parts of a name in the form in which names are compared. An e behind a, o or u makes an
 * umlaut of it (Mueller), but not in Michael, Samuel, Xue or Zoe.
 */
export function comparedNameParts(name: string): string[] {
  return nameParts(name).map((part) =>
    part.replace(/([aou])e(?=[b-df-hj-np-tv-z])(?!l(?:$|[aeiou]))/g, '$1'),
  );
}

/** The parts of a name in the form under which it is filed: without any such e, umlaut or not. */
export function filedNameParts(name: string): string[] {
  return nameParts(name).map((part) => part.replace(/([aou])e/g, '$1'));
}
