/**
 * Plurals that the rules below would get wrong, and singulars that look like plurals. Collected
 * from titles and abstracts of arXiv and Hugging Face listings.
 */
const IRREGULAR: Readonly<Record<string, string>> = {
  aliases: 'alias',
  alias: 'alias',
  analyses: 'analysis',
  appendices: 'appendix',
  atlas: 'atlas',
  axes: 'axis',
  bases: 'base',
  biases: 'bias',
  bias: 'bias',
  buses: 'bus',
  caches: 'cache',
  canvas: 'canvas',
  canvases: 'canvas',
  chaos: 'chaos',
  corpora: 'corpus',
  cpus: 'cpu',
  criteria: 'criterion',
  echoes: 'echo',
  gases: 'gas',
  gpus: 'gpu',
  grus: 'gru',
  heroes: 'hero',
  hypotheses: 'hypothesis',
  indices: 'index',
  indexes: 'index',
  lens: 'lens',
  lenses: 'lens',
  matrices: 'matrix',
  mice: 'mouse',
  niches: 'niche',
  npus: 'npu',
  people: 'person',
  relus: 'relu',
  series: 'series',
  species: 'species',
  statuses: 'status',
  syntheses: 'synthesis',
  theses: 'thesis',
  tpus: 'tpu',
  vertices: 'vertex',
  viruses: 'virus',
};

/**
 * The singular of an English word, as Harman's S-stemmer (1991, "How effective is suffixing?")
 * with a table of exceptions: it conflates "policies" and "policy", "boxes" and "box", "models"
 * and "model", and leaves "analysis", "class" and "corpus" alone. Any other word comes back as it is.
 * @param word folded: lower case, without accents.
 */
export function stem(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && word.endsWith('ie')) return `${word.slice(0, -2)}y`;
  if (word.length <= 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/(?:ss|x|zz|sh|ch)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
