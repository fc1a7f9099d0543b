const CONNECTIVES =
  'However|Moreover|Furthermore|In addition|Additionally|Specifically|More specifically|Finally|Besides|Therefore|Thus|Hence|Consequently|Accordingly|In particular|Notably|Crucially|Importantly|Nevertheless|Meanwhile|As a result|Concretely|Overall|In summary|In conclusion|In response|To this end|Towards this (?:end|goal)|To do so|In doing so|By doing so|As such|Here|Yet|Also|Further|Then|Next|Lastly|First|Firstly|Second|Secondly|Third|Thirdly|In contrast|Conversely|Similarly|Instead|On the other hand|For instance|For example';
const WHERE = 'In this (?:paper|work|study|article|survey|report|letter|manuscript|thesis)';
const WHY =
  '(?:To|Motivated by|Inspired by|Given|Based on|Building on|In light of) (?:\\w+ )?(?:this|these|such|those)\\b[^,]{0,60}';

const OPENING = new RegExp(`^(?:(?:${CONNECTIVES}|${WHERE}|${WHY}), |${WHERE} (?=we\\b))+`, 'i');

/**
 * A sentence without what only ties it to its neighbours: "To address this gap, in this paper, we
 * propose" is "We propose".
 */
export function withoutOpening(sentence: string): string {
  const bare = sentence.replace(OPENING, '');
  return bare === sentence ? sentence : capitalised(bare);
}

/** Names like "vLLM" stay as they are written. */
function capitalised(text: string): string {
  if (!/^\p{Ll}[\p{Ll}'’-]*(?![\p{L}\p{N}(=_^])/u.test(text)) return text;
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
