/** Labels and courtesies that models put before an answer: "Summary:", "Here is a summary:". */
const LABEL =
  /^[^\n:：.]{0,60}(?:summary|zusammenfassung|résumé|resumen|要約|摘要|요약)[^\n:：.]{0,30}[:：]\s*/iu;
const QUOTES = /^["“”«»„「](.*)["“”«»」]$/su;
/** Emphasis and code around words; "A*" and "wav2vec_2" stay. */
const EMPHASIS = /(\*\*|__|\*|`)(?=\S)([^*`\n]+?)(?<=\S)\1(?![\p{L}\p{N}*`])/gu;

/** What a model answered, without the wrapping that many put around it; of one line where it is one paragraph. */
export function unwrap(answer: string): string {
  const bare = answer.trim().replace(EMPHASIS, '$2').replace(LABEL, '').trim();
  return bare
    .replace(QUOTES, '$1')
    .replace(/[ \t]*\r?\n[ \t]*(?![\n\r\t ])/g, '\n')
    .replace(/(?<!\n)\n(?![\n#>|-]|[*•] |\d+[.)] )/g, ' ')
    .replace(/[\t ]+/g, ' ')
    .trim();
}

/** Endings of names on the web under which strangers can have a site; a few hundred more are rare in prose. */
const HOST =
  /(?<![\p{L}\p{N}@-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|io|ai|dev|co|app|info|biz|xyz|me|gg|ly|sh|to|tv|cc|ru|cn|de|uk|eu|fr|jp|us|site|online|shop|top|club|link|page|tech|cloud|finance|money|zip|mov|icu|live|store|fun|vip|blog|pro)(?![\p{L}\p{N}])/iu;

/** What no summary may hold, by what it is called in a log; the first that is found is told. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  [
    'control characters',
    /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200C|\u200D|\uFE0E|\uFE0F)\p{Default_Ignorable_Code_Point}|(?<!\p{Script=Devanagari})(?:\u200C|\u200D)/u,
  ],
  ['piled-up accents', /\p{M}{4}/u],
  [
    'a link',
    /[a-z][a-z\d+.-]*:\/\/|\b(?:mailto|tel|javascript):\S|\bdata:\w+\/|\bwww\.|\b[\p{L}\p{N}-]+\.\p{L}{2,}\/\S|\b\d{1,3}(?:\.\d{1,3}){3}\b/iu,
  ],
  ['the name of a site', HOST],
  ['an e-mail address', /[\w.+-]+@[\w-]+\.\w+/],
  ['a mention', /(?:^|[^\p{L}\p{N}])@\p{L}|<[@!#:]|@(?:everyone|here|channel)\b/iu],
  ['HTML', /<\/?[a-z!][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]+);/iu],
  ['marks of a prompt', /<\||\|>|\[\/?INST\]|<<\/?SYS>>/iu],
  ['markdown', /\*\*|__|`|~~|\]\(|!\[|^\s*(?:#{1,6}\s|>\s|\|)/mu],
  ['TeX', /\\[a-z({[]|\$(?!\d)[^$\s][^$]*\$|\$[\d.]+\$/iu],
];

/** What of a text is no plain prose; undefined when it is. */
export function faultOf(text: string): string | undefined {
  if (text.includes('\n')) return 'more than one paragraph';
  if (/^(?:[-*•–]|\d+[.)])\s/u.test(text)) return 'a list';
  return FORBIDDEN.find(([, pattern]) => pattern.test(text))?.[0];
}
