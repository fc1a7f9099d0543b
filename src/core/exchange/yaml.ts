import {
  type Document,
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { ExchangeError } from './contents.ts';

/** The beginning and the rest of an item of a list. */
export const LIST_ITEM = /^([ \t]*-[ \t]+)(\S.*)$/;

/** A parsed text, and how its places are found again. */
export interface Parsed {
  readonly root: Node | null;
  textOf(node: Node): string;
  lineOf(node: Node): number | null;
}

/**
 * Parses YAML. People write `- "reward model" -diffusion`, which YAML refuses: such items are
 * quoted first.
 * @throws {ExchangeError} with the line that is no YAML even so.
 */
export function parse(text: string): Parsed {
  const { document, counter } = compose(text);
  return document.errors.length === 0
    ? toParsed(document, text, counter)
    : parseStrictly(text.split('\n').map(quoteItem).join('\n'));
}

function parseStrictly(text: string): Parsed {
  const { document, counter } = compose(text);
  const [error] = document.errors;
  if (!error) return toParsed(document, text, counter);
  const { line } = counter.linePos(error.pos[0]);
  throw new ExchangeError(`Line ${line} is not YAML: ${error.message}.`);
}

/** In the failsafe schema all scalars are texts, so that no query becomes a number or a date. */
function compose(text: string) {
  const counter = new LineCounter();
  const options = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false } as const;
  return { document: parseDocument(text, { ...options, lineCounter: counter }), counter };
}

function toParsed(document: Document.Parsed, text: string, counter: LineCounter): Parsed {
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || ('anchor' in node && node.anchor)) throw new ExchangeError(NO_ALIASES);
    },
  });
  return {
    root: document.contents,
    textOf: ({ range }) => text.slice(range?.[0], range?.[1]).trim(),
    lineOf: ({ range }) => (range ? counter.linePos(range[0]).line : null),
  };
}

const NO_ALIASES =
  "The file uses anchors or aliases (& and *), which aren't read: write each entry out.";

function quoteItem(line: string): string {
  const [, dash = '', item = ''] = LIST_ITEM.exec(line) ?? [];
  if (item === '') return line;
  const { document } = compose(item);
  const isFine = document.errors.length === 0 && !isAlias(document.contents);
  return isFine ? line : dash + JSON.stringify(item);
}

/** A scalar's value; of anything else, what is written there. */
export function textOf(node: Node, parsed: Parsed): string {
  return isScalar(node) ? String(node.value ?? '') : parsed.textOf(node);
}

/** True of nothing at all. */
export function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && (node.value === '' || node.value === null));
}
