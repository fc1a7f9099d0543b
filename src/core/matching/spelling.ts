/** British spellings of words that abstracts use, in American; whole words only. */
const AMERICAN: Readonly<Record<string, string>> = {
  ageing: 'aging',
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
  labelled: 'labeled',
  labelling: 'labeling',
  labour: 'labor',
  licence: 'license',
  litre: 'liter',
  metre: 'meter',
  modelled: 'modeled',
  modeller: 'modeler',
  modelling: 'modeling',
  neighbour: 'neighbor',
  neighbourhood: 'neighborhood',
  neighbouring: 'neighboring',
  offence: 'offense',
  paediatric: 'pediatric',
  programme: 'program',
  sceptical: 'skeptical',
  signalling: 'signaling',
  theatre: 'theater',
  travelled: 'traveled',
  travelling: 'traveling',
  tumour: 'tumor',
  tunnelling: 'tunneling',
  unlabelled: 'unlabeled',
  vapour: 'vapor',
};

/** -ise and -yse verbs and what comes of them: optimise, analysed, generalisation. */
const ISE = /(?<=.{3})(?:is(e|ed|er|ing|ation|ational)|ys(e|ed|er|ing))$/;

/**
 * One spelling for British and American words. Both sides of a comparison go through it, so that
 * a word which is no -ise verb ("precise") comes to no harm.
 * @param singular a folded word without its plural.
 */
export function american(singular: string): string {
  const known = AMERICAN[singular];
  if (known !== undefined) return known;
  if (singular.length < 7) return singular;
  return singular.replace(ISE, (_, ise, yse) => (ise ? `iz${ise}` : `yz${yse}`));
}
