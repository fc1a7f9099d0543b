/**
 * Cuts a typed list of queries at its commas; a comma inside quotes or parentheses separates
 * nothing. Empty entries are left out.
 */
export function splitQueries(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quoted = false;
  for (const char of text) {
    if (/["“”„«»]/.test(char)) quoted = !quoted;
    if (!quoted && char === '(') depth++;
    if (!quoted && char === ')') depth = Math.max(0, depth - 1);
    if (/[,，、\n]/.test(char) && !quoted && depth === 0) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part].map((it) => it.trim()).filter((it) => it !== '');
}
