import { type Formula, showFormula } from './formula.ts';
import { closingBraces, type Source } from './source.ts';
import { showText } from './text-mode.ts';
import { withTypography } from './typography.ts';

/** No abstract has as many different formulas; with more, their source is shown without its marks. */
const MOST_FORMULAS = 500;

/**
 * Writes the TeX in a title, an abstract or a name as what it shows, in Unicode: accents, fonts,
 * formulas, quotes and dashes. An author's own command is its name; notes and references are
 * dropped. Money, paths, JSON and code stay as they are. The time grows with the length.
 */
export function showTex(text: string): string {
  if (!/[\\${}~]|--|‐‐|``|''|`[^`]*'/.test(text)) return text;
  const source: Source = {
    text,
    closings: closingBraces(text),
    formula: remembered(),
    show: (from, to, depth) => showText(source, from, to, depth),
  };
  return withTypography(source.show(0, text.length, 0));
}

function remembered(): (source: string) => Formula | null {
  const known = new Map<string, Formula | null>();
  return (source) => {
    if (!known.has(source) && known.size < MOST_FORMULAS) known.set(source, showFormula(source));
    return known.get(source) ?? null;
  };
}
