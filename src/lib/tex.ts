/** Accents by their sign in TeX, as combining characters: "\"o", "\v{s}". */
const MARKS: Readonly<Record<string, string>> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  c: '\u0327',
  v: '\u030c',
  H: '\u030b',
  u: '\u0306',
  k: '\u0328',
};

/** \"{o}, {\"o}, \v{s}: the braces tell. */
const IN_BRACES = /\\(["'`^~]|[cvHuk](?=\{))\{\\?(\p{L})\}|\{\\(["'`^~])\\?(\p{L})\}/gu;
/** What is left of {\v{c}}. */
const BARE_BRACES = /\{([^\p{ASCII}])\}/gu;
/** Schr\"odinger: only inside a word, so that \"an escaped quote\" and don\'t stay as they are. */
const IN_WORD = /(?<=\p{L})\\(["'`^~])\\?([aeiouycnz])/gu;

const FONT =
  /\\(?:emph|underline|mbox|text(?:bf|it|tt|sc|sf|rm|sl)?|math(?:bf|it|rm|sf|tt|cal|bb|frak)|operatorname\*?)\s*\{([^{}]*)\}|\{\\(?:em|bf|it|tt|sc|sf|rm)\s+([^{}]*)\}/g;
/** Fonts within fonts are undone to this depth. */
const MOST_FONTS = 4;

/** CO$_2$, S$^{2}$FT */
const SCRIPT = /(?<=[\p{L}\p{N})])\$([_^])(?:\{(\d{1,3})\}|(\d))\$/gu;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

/**
 * Writes the TeX that titles use most as what it shows: accents, fonts, digits above and below the
 * line. All other TeX stays as it is.
 */
export function showTex(text: string): string {
  if (!/[\\$]/.test(text)) return text;
  return withoutFonts(text)
    .replace(IN_BRACES, (_, mark, letter, inner, other) => accented(letter ?? other, mark ?? inner))
    .replace(BARE_BRACES, '$1')
    .replace(IN_WORD, (_, mark, letter) => accented(letter, mark))
    .replace(SCRIPT, (_, place, several, one) => script(several ?? one, place));
}

function withoutFonts(text: string): string {
  let shown = text;
  for (let depth = 0; depth < MOST_FONTS; depth++)
    shown = shown.replace(FONT, (_, inner, other) => inner ?? other);
  return shown;
}

function accented(letter: string, mark: string): string {
  return (letter + (MARKS[mark] ?? '')).normalize('NFC');
}

function script(digits: string, place: string): string {
  const shown = place === '^' ? RAISED : LOWERED;
  return digits.replace(/\d/g, (digit) => shown[Number(digit)] ?? digit);
}
