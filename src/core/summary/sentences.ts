const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Beyond this many characters a text is not read: ten times the longest abstract. */
const LONGEST = 20_000;

/** Abbreviations behind whose full stop a sentence goes on. */
const GOES_ON =
  /(?:^|[\s([{"'“‘/~-])(?:[ei]\.\s?[ge]|[ei]g|ie|et al|al|cf|vs|v\.?s|viz|resp|approx|ca|incl|aka|a\.k\.a|w\.?r\.?t|i\.i\.d|s\.t|Figs?|Eqs?|Eqns?|Secs?|Sects?|Tabs?|Refs?|Algs?|Thms?|Props?|Defs?|Chs?|Vols?|Nos?|pp?|Drs?|Profs?|Mrs?|Ms|St|Mt|Jr|Sr|Inc|Ltd|Corp|Univ|Dept|vocab|param|temp|min|max|avg|est|ext)\.$/;
/** An initial: "G." of "by G. Pólya", which stands alone; not the end of "GeFL-F.". */
const INITIAL = /(?:^|[\s(.])\p{Lu}\.$/u;
/** Words that open a sentence: what stands before one of them was no initial. */
const OPENERS =
  'We|Our|The|This|These|Those|That|It|Its|They|In|On|To|For|By|With|As|At|From|An?|Here|There|Such|However|Moreover|Furthermore|Additionally|Extensive|Experiments?|Experimental|Results|Empirical|Through|While|When|Although|Finally|Specifically|Then|Thus|Both|Compared|Unlike|Using|Based|Building|Code|Codes';
const OPENS = new RegExp(`^(?:${OPENERS})\\b`);

/** "costs.This paper": the space that a feed has lost, before a word that opens a sentence. */
const LOST_SPACE = new RegExp(
  `(?<=[\\p{L}\\p{N}\\])%][\\p{Ll}\\])%][.?!])(?=(?:${OPENERS})[\\s,])`,
  'gu',
);
/** "… on either. iServe introduces": a sentence may open with a name in small letters. */
const SMALL_OPENING =
  /(?<=[\p{L}\p{N}\])%"”]{2}(?:[.?!]|\.["”]))\s+(?=\p{Ll}{2,}|\p{Ll}\p{Lu}|\(?[ivx]+\)|\(?\d{1,2}[.)]\s)/gu;

/**
 * The sentences of a text, in order, without surrounding space: those of Unicode (UAX 29, with
 * ICU's suppressions), mended where abstracts differ: abbreviations ("Fig. 3", "et al.", "vs."),
 * initials, spaces that a feed lost, names in small letters at the beginning.
 */
export function sentences(text: string): string[] {
  const readable = text.slice(0, LONGEST).replace(LOST_SPACE, ' ');
  return [...segmenter.segment(readable)]
    .flatMap(({ segment }) => segment.split(SMALL_OPENING))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .reduce<string[]>(join, []);
}

function join(found: string[], piece: string): string[] {
  const last = found.at(-1);
  if (last === undefined || !goesOn(last, piece)) return [...found, piece];
  return [...found.slice(0, -1), `${last} ${piece}`];
}

/** True when a piece belongs to the sentence of the one before. */
function goesOn(before: string, piece: string): boolean {
  if (/^[\p{P}\p{S}]*$/u.test(piece)) return true;
  if (GOES_ON.test(before)) return !OPENS.test(piece);
  if (INITIAL.test(before)) return !OPENS.test(piece) && /^\p{Lu}/u.test(piece);
  return isListMark(before) || (/[?!]["”’)]+$/.test(before) && /^\p{Ll}/u.test(piece));
}

/** "(2)", "ii)" or "3." alone: what it counts follows. */
function isListMark(piece: string): boolean {
  return /^\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]+$/i.test(piece);
}
