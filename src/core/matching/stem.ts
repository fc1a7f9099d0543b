/**
 * Plurals that the rules below would get wrong, and words that only look like plurals ("news" is
 * not "new", "does" is not "DOE"). Collected from titles and abstracts of arXiv and Hugging Face
 * listings.
 */
const IRREGULAR_TABLE: Readonly<Record<string, string>> = {
  alias: 'alias',
  aliases: 'alias',
  analyses: 'analysis',
  apis: 'api',
  appendices: 'appendix',
  atlas: 'atlas',
  automata: 'automaton',
  axes: 'axis',
  bases: 'base',
  bias: 'bias',
  biases: 'bias',
  bonuses: 'bonus',
  buses: 'bus',
  caches: 'cache',
  canvas: 'canvas',
  canvases: 'canvas',
  chaos: 'chaos',
  children: 'child',
  corpora: 'corpus',
  cpus: 'cpu',
  crises: 'crisis',
  criteria: 'criterion',
  curricula: 'curriculum',
  diagnoses: 'diagnosis',
  does: 'does',
  echoes: 'echo',
  emojis: 'emoji',
  equilibria: 'equilibrium',
  extrema: 'extremum',
  focuses: 'focus',
  gases: 'gas',
  gpus: 'gpu',
  grus: 'gru',
  guis: 'gui',
  heroes: 'hero',
  hypotheses: 'hypothesis',
  indexes: 'index',
  indices: 'index',
  kpis: 'kpi',
  lens: 'lens',
  lenses: 'lens',
  loci: 'locus',
  matrices: 'matrix',
  maxima: 'maximum',
  mice: 'mouse',
  minima: 'minimum',
  misdiagnoses: 'misdiagnosis',
  mris: 'mri',
  news: 'news',
  niches: 'niche',
  npus: 'npu',
  nuclei: 'nucleus',
  optima: 'optimum',
  people: 'person',
  phenomena: 'phenomenon',
  pois: 'poi',
  quizzes: 'quiz',
  radii: 'radius',
  relus: 'relu',
  rois: 'roi',
  series: 'series',
  sheaves: 'sheaf',
  simplices: 'simplex',
  species: 'species',
  spectra: 'spectrum',
  statuses: 'status',
  stimuli: 'stimulus',
  submatrices: 'submatrix',
  syntheses: 'synthesis',
  theses: 'thesis',
  tpus: 'tpu',
  vertices: 'vertex',
  viruses: 'virus',
  women: 'woman',
  wsis: 'wsi',
};
const IRREGULAR: ReadonlyMap<string, string> = new Map(Object.entries(IRREGULAR_TABLE));

/**
 * The singular of an English word, as Harman's S-stemmer (1991, "How effective is suffixing?")
 * with a table of exceptions: it conflates "policies" and "policy", "boxes" and "box", "models"
 * and "model", and leaves "analysis", "class" and "corpus" alone. Any other word comes back as it is.
 * @param word folded: lower case, without accents.
 */
export function stem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && word.endsWith('ie')) return `${word.slice(0, -2)}y`;
  if (word.length <= 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/(?:ss|x|zz|sh|ch)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
