const GREEK_TABLE: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ϵ: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  τ: 'tau',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
  varepsilon: 'epsilon',
  vartheta: 'theta',
  varphi: 'phi',
  varrho: 'rho',
};
const GREEK: ReadonlyMap<string, string> = new Map(Object.entries(GREEK_TABLE));

/** Letters that Unicode does not take apart. */
const PLAIN_TABLE: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const PLAIN: ReadonlyMap<string, string> = new Map(Object.entries(PLAIN_TABLE));

/**
 * A word without case, accents, possessive and full stops; a Greek letter is its name, as TeX
 * writes it. "Müller's" is "muller", "i.i.d." is "iid", "ε" and "varepsilon" are "epsilon".
 * Folding twice changes nothing.
 */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  const plain = isAscii(lower) ? lower : foldLetters(lower);
  const bare = plain
    .replace(/['’]s?$/, '')
    .replace('’', "'")
    .replaceAll('.', '');
  return GREEK.get(bare) ?? bare;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[øłđßæœı]/g, (letter) => PLAIN.get(letter) ?? letter)
    .normalize('NFC');
}
