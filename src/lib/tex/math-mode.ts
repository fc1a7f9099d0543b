import { withoutMarks } from './formula.ts';
import { groupAt, type Part, type Piece, type Source, skipOption } from './source.ts';

/** The formula of a part of a text, by its letters and signs where KaTeX refuses it; null for no part. */
export function readFormula(source: Source, part: Part | null, depth: number): Piece | null {
  if (!part) return null;
  const content = source.text.slice(part.from, part.to);
  const whole = wholeCommand(source, part);
  if (whole) return { shown: source.show(part.from, part.to, depth + 1), end: part.end };
  const formula = source.formula(content);
  return { shown: formula?.shown ?? withoutMarks(content), end: part.end };
}

/** True of $\texttt{a_b}$: a text in a formula's clothes. */
function wholeCommand(source: Source, { from, to }: Part): boolean {
  const content = source.text.slice(from, to);
  const found = /^\s*\\(?:text\w+|emph|mbox|href\s*\{[^{}]*\}|url|underline)\s*(?=\{)/.exec(
    content,
  );
  const group = found && groupAt(source, from + found[0].length);
  return group !== null && source.text.slice(group.end, to).trim() === '';
}

/** A command of mathematics without dollars, at its backslash; null when it is none. */
export function readBare(source: Source, at: number, name: string, end: number): Piece | null {
  const { text } = source;
  const bareEnd = endOfBare(source, end);
  const behind = /^ (?:\p{L}(?!\p{L})|\d+)/u.exec(text.slice(bareEnd, bareEnd + 8))?.[0] ?? '';
  for (const formulaEnd of new Set([bareEnd, bareEnd + behind.length])) {
    const formula = source.formula(text.slice(at, formulaEnd));
    if (formula && !formula.unknown.includes(name))
      return { shown: formula.shown, end: formulaEnd };
  }
  return null;
}

/** Where a formula ends that has no dollars: behind its groups and scripts. */
function endOfBare(source: Source, from: number): number {
  let end = skipOption(source.text, from);
  while (true) {
    const isScript = /[\^_]/.test(source.text[end] ?? '');
    const group = source.text[end] === ' ' ? null : groupAt(source, isScript ? end + 1 : end);
    if (group) end = group.end;
    else if (isScript && /[\p{L}\p{N}*+-]/u.test(source.text[end + 1] ?? '')) end += 2;
    else return end;
  }
}
