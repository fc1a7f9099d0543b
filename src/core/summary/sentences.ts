const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Endings after which a sentence goes on although a full stop stands there. */
const NOT_AN_END =
  /(?:\b(?:e\.g|i\.e|et al|cf|vs|Fig|Figs|Eq|Sec|Tab|Dr|Prof|resp|approx|No|St)\.|\b[A-Z]\.)\s*$/;

/** The sentences of a text, in order, without surrounding space. */
export function sentences(text: string): string[] {
  const joined: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = joined.at(-1);
    if (last !== undefined && NOT_AN_END.test(last)) joined[joined.length - 1] = last + segment;
    else joined.push(segment);
  }
  return joined.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}
