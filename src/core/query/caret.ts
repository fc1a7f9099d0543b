const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;

/**
 * A text on one line, and below it a caret under one of its places.
 * @param position in UTF-16 units; the end of the text is a place, too.
 */
export function pointAt(text: string, position: number): [string, string] {
  return [text.replace(/\p{Cc}/gu, ' '), `${blanksFor(text.slice(0, position))}^`];
}

/** As wide as a text: Chinese, Japanese and Korean signs take two columns. */
function blanksFor(text: string): string {
  return text.replace(WIDE, '  ').replace(/[\s\S]/gu, ' ');
}
