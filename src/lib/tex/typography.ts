/** Dashes between words and numbers; those of options ("--gpu"), arrows and addresses are none. */
const DASHES =
  /(?:https?:\/\/|www\.)\S+|(?<![-‐<])[-‐]{3}(?![-‐>])|(?<!^|[-‐<!\s])--(?![->])|(?<=\s)--(?=\s)/gi;
/** ``so'', and what people make of it: ``so", ''so''. */
const QUOTES = /(?<![`'])(?:``|(?<![\p{L}\p{N}])'')(?!['`])(\S[^`]{0,300}?)(?:''|")(?!')/gu;
const SINGLE_QUOTES = /(?<![`'\p{L}\p{N}])`(?![`'\s])([^`']{1,200})'(?!['\p{L}])/gu;

/** Quotes and dashes as they are printed: “so”, 10–15%, a — b. */
export function withTypography(text: string): string {
  return text
    .replace(QUOTES, '“$1”')
    .replace(SINGLE_QUOTES, '‘$1’')
    .replace(DASHES, (found) => (found.length > 3 ? found : found.length === 3 ? '—' : '–'));
}
