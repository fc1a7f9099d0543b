type Kind =
  | 'operand'
  | 'number'
  | 'name'
  | 'sign'
  | 'separator'
  | 'open'
  | 'end'
  | 'fraction'
  | 'large'
  | 'space'
  | 'nothing';

/** A piece of a formula, in its row. */
export interface Item {
  readonly kind: Kind;
  readonly text: string;
  /** True where signs stand close to their operands. */
  readonly close: boolean;
}

/** Signs and letters as people write them in a text. */
const AS_WRITTEN: Readonly<Record<string, string>> = {
  '∣': '|',
  '∥': '‖',
  '∼': '~',
  '⋅': '·',
  '∗': '*',
  '∙': '•',
  ϵ: 'ε',
  ϕ: 'φ',
  '⟵': '←',
  '⟶': '→',
  '⟷': '↔',
};
const LARGE = /^[∑∏∐∫∬∭∮⋃⋂⨁⨂⨀]$/u;
/** Mathematical signs that stand close to what they belong to. */
const CLOSE = /^[∇∂∀∃¬∞∅√|‖%!′…⋯⋮⋱•/°∠]$/u;
const SIGN = /^[\p{Sm}:←-⇿⟰-⟿⪯-⫰≔-≞*·⋆∘|]+$/u;

/** A piece by the name of its MathML element and what stands in it. */
export function toItem(element: 'mi' | 'mn' | 'mo' | 'mtext' | 'mspace', written: string): Item {
  const text =
    AS_WRITTEN[written] ?? written.replace(/[\u2061-\u2063\u200b]/g, '').replace(/\s/g, ' ');
  return {
    kind: kindOf(element, text, written),
    text: element === 'mspace' ? ' ' : text,
    close: false,
  };
}

/** Something that stands for itself, like a letter. */
export function operand(text: string): Item {
  return { kind: 'operand', text, close: false };
}

function kindOf(element: string, text: string, written: string): Kind {
  if (element === 'mspace') return /^-|^0\.0|^0e/.test(written) ? 'nothing' : 'space';
  if (text === '') return 'nothing';
  if (element === 'mn') return 'number';
  if (element === 'mtext') return text.trim() === '' ? 'space' : 'operand';
  if (element === 'mi')
    return [...text].length > 1 && /^[\p{L} ]+$/u.test(text) ? 'name' : 'operand';
  return kindOfSign(text);
}

function kindOfSign(text: string): Kind {
  if (/^[([{⟨⌈⌊]$/.test(text)) return 'open';
  if (/^[)\]}⟩⌉⌋]$/.test(text)) return 'end';
  if (/^[,;]$/.test(text)) return 'separator';
  if (LARGE.test(text)) return 'large';
  return SIGN.test(text) && !CLOSE.test(text) ? 'sign' : 'operand';
}

/** The pieces of a row with the blanks that a reader needs between them. */
export function joinItems(all: readonly Item[]): string {
  const items = merged(all.filter((it) => it.kind !== 'nothing'));
  return items.every(isOfRange) ? rangeOf(items.filter((it) => it.kind !== 'space')) : rowOf(items);
}

/** Signs that are written as two: ":=", ">>". */
function merged(items: readonly Item[]): Item[] {
  const found: Item[] = [];
  for (const it of items) {
    const last = found.at(-1);
    const isOne = last?.kind === 'sign' && /^(?::=|<<|>>|==)$/.test(last.text + it.text);
    if (last && isOne) found[found.length - 1] = { ...last, text: last.text + it.text };
    else found.push(it);
  }
  return found;
}

/** True of what measurements are made of: "0.89 (0.86-0.92)", "1.5-2\times". */
function isOfRange({ kind, text }: Item): boolean {
  return ['number', 'space', 'open', 'end'].includes(kind) || /^[−~×%]$/.test(text);
}

/** A minus from one number to another is "to". */
function rangeOf(items: readonly Item[]): string {
  return items
    .map((it, place) => {
      const [before, after] = [items[place - 1], items[place + 1]];
      if (it.kind === 'open' && before?.kind === 'number') return ` ${it.text}`;
      const between = /[\d%×]$/.test(before?.text ?? '') && after?.kind === 'number';
      if (!between || it.kind !== 'sign') return it.text;
      if (it.text === '×') return ' × ';
      return it.text === '−' ? '–' : it.text;
    })
    .join('');
}

function rowOf(items: readonly Item[]): string {
  return items.map((it, place) => spaced(it, items[place - 1], items[place + 1])).join('');
}

function spaced(it: Item, before: Item | undefined, after: Item | undefined): string {
  switch (it.kind) {
    case 'sign':
      if (it.text === '·' && isBar(before) && isBar(after)) return it.text;
      return isBetween(before, after) && !it.close ? ` ${it.text} ` : it.text;
    case 'separator':
      return after && !isThousands(it, before, after) && !it.close ? `${it.text} ` : it.text;
    case 'name':
    case 'large':
      return `${isOperand(before) && !/[|‖/]$/.test(before?.text ?? '') ? ' ' : ''}${it.text}${needsBlank(after) ? ' ' : ''}`;
    case 'fraction':
      return isFactor(before) || isFactor(after) || after?.kind === 'open'
        ? `(${it.text})`
        : it.text;
    default:
      return runsOn(it, after) ? `${it.text} ` : it.text;
  }
}

/** True where a sign has an operand on both sides: "a + b", but "−b" and "2×". */
function isBetween(before: Item | undefined, after: Item | undefined): boolean {
  if (!after || !(isOperand(before) || before?.kind === 'name')) return false;
  return !['separator', 'end', 'space'].includes(after.kind);
}

function isOperand(item: Item | undefined): boolean {
  return item !== undefined && ['operand', 'number', 'fraction', 'end'].includes(item.kind);
}

/** True of what a fraction beside it would be taken to be part of. */
function isFactor(item: Item | undefined): boolean {
  return item !== undefined && /^(?:operand|number|fraction|name)$/.test(item.kind) && !isBar(item);
}

function needsBlank(after: Item | undefined): boolean {
  return after !== undefined && /^(?:operand|number|fraction|name|large)$/.test(after.kind);
}

/** True where a letter would be read as part of a script: "C_ania H". */
function runsOn({ text }: Item, after: Item | undefined): boolean {
  return /[_^][\p{L}\p{N}]+$/u.test(text) && /^[\p{L}\p{N}]/u.test(after?.text ?? '');
}

function isThousands({ text }: Item, before: Item | undefined, after: Item): boolean {
  const digits = before?.kind === 'number' && after.kind === 'number';
  return text === ',' && digits && /^\d{3}$/.test(after.text);
}

function isBar(item: Item | undefined): boolean {
  return /^[|‖]/.test(item?.text ?? '');
}
