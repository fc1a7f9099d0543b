const ABOVE = table(
  '0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ',
);
const BELOW = table(
  '0123456789+−-=()aehijklmnoprstuvxβγρφχ',
  '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ',
);
/** Signs that stand above the line by themselves. */
const RAISED: Readonly<Record<string, string>> = {
  '∗': '*',
  '*': '*',
  '⋆': '*',
  '∘': '°',
  '⊤': 'ᵀ',
  '†': '†',
  '‡': '‡',
  '′': '′',
  '′′': '″',
  '%': '%',
};
/** Words of more letters are to be read: "x_max". */
const LONGEST_RAISED_WORD = 2;
/** Other scripts with letters in them are hard to read beyond this many characters: "n^(1+o(1))". */
const LONGEST_RAISED = 3;

/** Above the line: "²", "⁻¹", else "^x", "^(k×d)"; the letters of "2nd" stay where they are. */
export function above(text: string): string {
  if (/^(?:st|nd|rd|th)$/.test(text)) return text;
  return RAISED[text] ?? raised(text, ABOVE) ?? `^${bracketed(text, /^(?:.|\p{L}{3,})$/u)}`;
}

/** Below the line: "₂", "ᵢⱼ", else "_max", "_(2,p)". */
export function below(text: string): string {
  return raised(text, BELOW) ?? `_${bracketed(text, /^(?:.|[\p{L}\p{N}]+)$/u)}`;
}

function bracketed(text: string, bare: RegExp): string {
  return bare.test(text.replace(/\p{M}/gu, '')) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}

/** Null when a character has no such form, or the whole is hard to read. */
function raised(text: string, forms: ReadonlyMap<string, string>): string | null {
  if (text === '' || isWord(text) || (/\p{L}/u.test(text) && text.length > LONGEST_RAISED))
    return null;
  const letters = Array.from(text, (letter) => forms.get(letter));
  return letters.includes(undefined) ? null : letters.join('');
}

function isWord(text: string): boolean {
  return text.length > LONGEST_RAISED_WORD && /^\p{L}+$/u.test(text);
}

function table(from: string, to: string): ReadonlyMap<string, string> {
  const forms = [...to];
  return new Map([...from].map((letter, index) => [letter, forms[index] ?? letter]));
}
