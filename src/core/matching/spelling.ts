/** British spellings of words that abstracts use, in American; whole words only. */
const AMERICAN_TABLE: Readonly<Record<string, string>> = {
  acknowledgement: 'acknowledgment',
  ageing: 'aging',
  anaemia: 'anemia',
  anaesthesia: 'anesthesia',
  analogue: 'analog',
  artefact: 'artifact',
  behaviour: 'behavior',
  behavioural: 'behavioral',
  cancelled: 'canceled',
  cancelling: 'canceling',
  catalogue: 'catalog',
  centre: 'center',
  centred: 'centered',
  colour: 'color',
  coloured: 'colored',
  colouring: 'coloring',
  defence: 'defense',
  dialogue: 'dialog',
  enrolment: 'enrollment',
  favour: 'favor',
  favourable: 'favorable',
  fibre: 'fiber',
  flavour: 'flavor',
  fulfil: 'fulfill',
  grey: 'gray',
  greyscale: 'grayscale',
  haemorrhage: 'hemorrhage',
  harbour: 'harbor',
  honour: 'honor',
  humour: 'humor',
  ischaemic: 'ischemic',
  judgement: 'judgment',
  labelled: 'labeled',
  labelling: 'labeling',
  labour: 'labor',
  leukaemia: 'leukemia',
  licence: 'license',
  litre: 'liter',
  manoeuvre: 'maneuver',
  metre: 'meter',
  misbehaviour: 'misbehavior',
  mislabelled: 'mislabeled',
  mislabelling: 'mislabeling',
  modelled: 'modeled',
  modeller: 'modeler',
  modelling: 'modeling',
  neighbour: 'neighbor',
  neighbourhood: 'neighborhood',
  neighbouring: 'neighboring',
  odour: 'odor',
  offence: 'offense',
  paediatric: 'pediatric',
  paediatrics: 'pediatrics',
  programme: 'program',
  relabelled: 'relabeled',
  relabelling: 'relabeling',
  rigour: 'rigor',
  rumour: 'rumor',
  sceptical: 'skeptical',
  signalling: 'signaling',
  theatre: 'theater',
  travelled: 'traveled',
  travelling: 'traveling',
  tumour: 'tumor',
  tumoural: 'tumoral',
  tunnelling: 'tunneling',
  unlabelled: 'unlabeled',
  unravelling: 'unraveling',
  vapour: 'vapor',
};
const AMERICAN: ReadonlyMap<string, string> = new Map(Object.entries(AMERICAN_TABLE));

/** -ise and -yse verbs and what comes of them: optimise, analysed, generalisation. */
const ISE = /(?<=.{3})(?:is(e|ed|er|ing|ation|ational)|ys(e|ed|er|ing))$/;

/**
 * One spelling for British and American words. Both sides of a comparison go through it, so that
 * a word which is no -ise verb ("precise") comes to no harm.
 * @param singular a folded word without its plural.
 */
export function american(singular: string): string {
  const known = AMERICAN.get(singular);
  if (known !== undefined) return known;
  if (singular.length < 7 || !mayBeBritish(singular)) return singular;
  return singular.replace(ISE, (_, ise, yse) => (ise ? `iz${ise}` : `yz${yse}`));
}

/** Spares nearly all words the expression, which takes ten times as long. */
function mayBeBritish(singular: string): boolean {
  return singular.includes('is', 3) || singular.includes('ys', 3);
}
