/** The cells of one row of a table with two or three columns. */
export type Row = [string, string, string];

/** The rows of all tables in a Markdown page with this head, for instance "You write | It finds". */
export function rowsUnder(page: string, head: string): Row[] {
  const lines = page.split('\n');
  return lines.flatMap((line, at) => (line === `| ${head} |` ? bodyFrom(lines, at + 2) : []));
}

function bodyFrom(lines: readonly string[], start: number): Row[] {
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start, start + length).map(cellsOf);
}

/** "| a | b |"; a bar that belongs to a cell is written with a backslash. */
function cellsOf(line: string): Row {
  const [, one = '', two = '', three = ''] = line
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
  return [one, two, three];
}

/** The texts between backticks. */
export function codesIn(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code);
}
