import { closest, distance } from 'fastest-levenshtein';
import { QueryError, type Term } from './ast.ts';
import type { Token } from './token.ts';

/** The archives of arXiv with their subjects; https://arxiv.org/category_taxonomy. */
const SUBJECTS: Readonly<Record<string, string>> = {
  cs: 'AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY',
  stat: 'AP CO ME ML OT TH',
  math: 'AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST',
  eess: 'AS IV SP SY',
  econ: 'EM GN TH',
  'q-bio': 'BM CB GN MN NC OT PE QM SC TO',
  'q-fin': 'CP EC GN MF PM PR RM ST TR',
  physics:
    'acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph',
  'astro-ph': 'CO EP GA HE IM SR',
  'cond-mat': 'dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con',
  nlin: 'AO CD CG PS SI',
  'gr-qc': '',
  'hep-ex': '',
  'hep-lat': '',
  'hep-ph': '',
  'hep-th': '',
  'math-ph': '',
  'nucl-ex': '',
  'nucl-th': '',
  'quant-ph': '',
};
const ARCHIVES = Object.keys(SUBJECTS);

/**
 * Refuses a category that arXiv does not have.
 * @throws {QueryError} that names the nearest one, or all there are.
 */
export function refuseUnknownCategory(term: Term, token: Token): void {
  if (term.kind !== 'fact' || term.field !== 'category') return;
  const [archive = '', subject = '*'] = term.text.split('.');
  const known = Object.hasOwn(SUBJECTS, archive) ? subjectsOf(archive) : undefined;
  if (known && (subject === '*' || known.includes(subject))) return;
  const hint = known ? hintInside(archive, subject, known) : hintFor(archive);
  throw new QueryError(`arXiv has no category ${token.text}. ${hint}`, token.position);
}

function subjectsOf(archive: string): string[] {
  return (SUBJECTS[archive] ?? '').split(' ').filter((it) => it !== '');
}

/** "LG" alone is a subject without its archive. */
function hintFor(archive: string): string {
  const subject = archive.toUpperCase();
  const homes = ARCHIVES.filter((it) => subjectsOf(it).includes(subject));
  if (homes.length > 0) return meant(homes.slice(0, 3).map((it) => `${it}.${subject}`));
  const nearest = closest(archive, ARCHIVES);
  if (distance(archive, nearest) <= 1) return meant([nearest]);
  return `Its archives are ${ARCHIVES.join(', ')}.`;
}

function hintInside(archive: string, subject: string, known: readonly string[]): string {
  if (known.length === 0) return meant([archive]);
  const nearest = closest(subject, known);
  if (subject.length > 2 && distance(subject, nearest) <= 2)
    return meant([`${archive}.${nearest}`]);
  return `There are ${archive}.${known.join(', ')}.`;
}

function meant(categories: readonly string[]): string {
  return `Did you mean ${categories.map((it) => `category:${it}`).join(' or ')}?`;
}
