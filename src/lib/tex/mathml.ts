import { parseDocument } from 'htmlparser2';
import { type Item, joinItems, operand, toItem } from './row.ts';
import { above, below } from './scripts.ts';

/** MathML as KaTeX writes it. */
export type Markup = string;

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: object }>;
/** True within scripts, roots and fractions, where signs stand close. */
type Close = boolean;

/** Accents over one letter, as combining characters; an arrow is left out: few fonts can place it. */
const ACCENTS: Readonly<Record<string, string>> = {
  '^': '\u0302',
  ˆ: '\u0302',
  '~': '\u0303',
  '˜': '\u0303',
  '¯': '\u0304',
  ˉ: '\u0304',
  '‾': '\u0304',
  '˙': '\u0307',
  '¨': '\u0308',
  ˇ: '\u030c',
  '˘': '\u0306',
  ˊ: '\u0301',
  ˋ: '\u0300',
  '˚': '\u030a',
};
const ROOTS: Readonly<Record<string, string>> = { 2: '√', 3: '∛', 4: '∜' };
/** Double-struck letters that Unicode had before the others. */
const EARLY: Readonly<Record<string, string>> = {
  C: 'ℂ',
  H: 'ℍ',
  N: 'ℕ',
  P: 'ℙ',
  Q: 'ℚ',
  R: 'ℝ',
  Z: 'ℤ',
};
/** Stands behind the name of a function. */
const APPLIED = '\u2061';
const DROPPED = new Set(['annotation', 'mphantom', 'mglyph']);

/** A formula in MathML as Unicode on one line. */
export function readMathml(markup: Markup): string {
  const root = parseDocument(markup, { xmlMode: true });
  return joinItems(root.children.flatMap((node) => items(node, false)))
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}

function items(node: Node, close: Close): Item[] {
  if (!isElement(node) || DROPPED.has(node.name)) return [];
  const read = READERS[node.name];
  return read ? read(node, close) : row(node, close);
}

const READERS: Readonly<Record<string, (node: Element, close: Close) => Item[]>> = {
  mi: (node, close) =>
    holdsElements(node) ? whole(node, 'mi', close) : [toItem('mi', letters(node))],
  mn: (node) => [toItem('mn', letters(node))],
  mo: (node, close) =>
    holdsElements(node) ? whole(node, 'mo', close) : [toItem('mo', text(node))],
  mtext: (node) => [toItem('mtext', unmarked(text(node)))],
  mspace: (node) => [toItem('mspace', node.attribs.width ?? '')],
  mfrac: (node, close) => [fraction(node, close)],
  msqrt: (node) => [operand(`√${underRoot(compact(row(node, true)))}`)],
  mrow: (node, close) => upright(node) ?? row(node, close),
  mroot: (node) => [root(node)],
  msub: (node, close) => scripted(node, close, 'msub'),
  msup: (node, close) => scripted(node, close, 'msup'),
  msubsup: (node, close) => scripted(node, close, 'msubsup'),
  munder: (node, close) => limits(node, close, 'msub'),
  mover: (node, close) => limits(node, close, 'msup'),
  munderover: (node, close) => limits(node, close, 'msubsup'),
  mtable: (node) => [operand(parts(node).map(tableRow).join('; '))],
};

function row(node: Element, close: Close): Item[] {
  return node.children
    .flatMap((child) => items(child, close))
    .map((it) => ({ ...it, close: it.close || close }));
}

/** \mathrm{Tr}: a name in upright letters. */
function upright(node: Element): Item[] | null {
  const isLetter = (it: Node) =>
    isElement(it) &&
    it.name === 'mi' &&
    it.attribs.mathvariant === 'normal' &&
    /^[A-Za-z]$/.test(text(it));
  const isName = node.children.length > 1 && node.children.every(isLetter);
  return isName ? [toItem('mi', text(node))] : null;
}

/** A sign or a name made of others, like one with something above it. */
function whole(node: Element, kind: 'mi' | 'mo', close: Close): Item[] {
  return [toItem(kind, shown(row(node, close)))];
}

function holdsElements(node: Element): boolean {
  return node.children.some(isElement);
}

function scripted(node: Element, close: Close, kind: 'msub' | 'msup' | 'msubsup'): Item[] {
  const [base = [], one = [], other = []] = parts(node).map((it, index) =>
    items(it, close || index > 0).filter((item) => item.kind !== 'nothing'),
  );
  const sub = kind === 'msup' ? '' : below(compact(one));
  const sup = kind === 'msub' ? '' : above(compact(kind === 'msup' ? one : other));
  const body = bodyOf(base, text(node).includes(APPLIED));
  return [{ ...body, text: body.text + sub + sup, close: body.close || close }];
}

/** What carries the scripts; with them, a name in upright letters is as close to others as a letter. */
function bodyOf(base: readonly Item[], isFunction: boolean): Item {
  const [only = operand('')] = base;
  const letters = compact(base);
  if (base.length > 1 && !/^\p{L}+$/u.test(letters)) return operand(`(${letters})`);
  if (only.kind === 'fraction') return operand(`(${letters})`);
  return base.length > 1 || (only.kind === 'name' && !isFunction) ? operand(letters) : only;
}

/** What stands over and under: an accent, a brace, or the limits of a sum. */
function limits(node: Element, close: Close, kind: 'msub' | 'msup' | 'msubsup'): Item[] {
  const [base, mark] = parts(node);
  if (!base) return [];
  const under = items(base, close);
  const over = mark ? compact(items(mark, true)) : '';
  const isMark = mark?.name === 'mo' || 'accent' in node.attribs;
  if (isMark) return kind === 'msup' ? accented(under, over) : under;
  if (under.every((it) => it.kind === 'sign')) return under;
  return scripted(node, close, kind);
}

function accented(base: readonly Item[], mark: string): Item[] {
  const [only] = base;
  const accent = ACCENTS[mark];
  if (!only || base.length !== 1 || accent === undefined || !/^\p{L}$/u.test(only.text))
    return [...base];
  return [{ ...only, text: only.text + accent }];
}

function fraction(node: Element, close: Close): Item {
  const [over = '', under = ''] = parts(node).map((it) => compact(items(it, true)));
  if (node.attribs.linethickness === '0px') return operand(`${over} choose ${under}`);
  const bottom = isOne(under) ? under : `(${under})`;
  const top = /[-+−±=<>\s]/.test(over) && !isBracketed(over) ? `(${over})` : over;
  return { kind: 'fraction', text: `${top}/${bottom}`, close };
}

function root(node: Element): Item {
  const [base = '', degree = ''] = parts(node).map((it) => compact(items(it, true)));
  return operand((ROOTS[degree] ?? `${above(degree)}√`) + underRoot(base));
}

function tableRow(node: Element): string {
  return parts(node)
    .map((cell) => shown(row(cell, false)))
    .filter((cell) => cell !== '')
    .join(' ');
}

/** What stands above a letter would be taken for the root's. */
function underRoot(content: string): string {
  return isOne(content) && !/[⁰-⁹²³¹*′^]/.test(content) ? content : `(${content})`;
}

/** True of a single number, letter or root, with what stands above and below it. */
function isOne(content: string): boolean {
  return SINGLE.test(content) || isBracketed(content);
}

const SINGLE =
  /^[√∛∜]?(?:[\d.,]+|[∂d]?\p{L}\p{M}*)[′*⁰-₟ⁱᵀ²³¹ᵃ-ᵿⱼᴬ-ᵂⱽ]*(?:[_^](?:[\p{L}\p{N}]+|\([^()]*\)))?$/u;

/** True when one pair of brackets holds all of it. */
function isBracketed(content: string): boolean {
  return /^√?\([^()]*\)$/.test(content);
}

function compact(found: readonly Item[]): string {
  return shown(found.map((it) => ({ ...it, close: true })));
}

function shown(found: readonly Item[]): string {
  return joinItems(found).trim();
}

/** Double-struck letters as such; script, Fraktur and bold as plain letters, which people search for. */
function letters(node: Element): string {
  const written = text(node);
  if (node.attribs.mathvariant !== 'double-struck') return written;
  return written.replace(/[A-Za-z\d]/g, (letter) => EARLY[letter] ?? doubleStruck(letter));
}

function doubleStruck(letter: string): string {
  const code = letter.charCodeAt(0);
  if (code >= 97) return String.fromCodePoint(0x1d552 + code - 97);
  return String.fromCodePoint(code >= 65 ? 0x1d538 + code - 65 : 0x1d7d8 + code - 48);
}

/** An author's own command is its name. */
function unmarked(words: string): string {
  return words.replace(/^\\(?=[A-Za-z])/, '');
}

function parts(node: Element): Element[] {
  return node.children.filter(isElement);
}

function text(node: Node): string {
  if (isElement(node)) return node.children.map(text).join('');
  return 'data' in node && typeof node.data === 'string' ? node.data : '';
}

function isElement(node: Node): node is Element {
  return 'attribs' in node;
}
