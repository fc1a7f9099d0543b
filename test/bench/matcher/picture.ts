import type { Point } from './point.ts';

const [WIDTH, HEIGHT] = [720, 400];
const FRAME = { left: 80, right: 690, top: 50, bottom: 330 };
/** Powers of ten at the ends of the axes: subscriptions, and microseconds or matches a paper. */
const [LEAST_X, MOST_X] = [3, 6];
const [LEAST_Y, MOST_Y] = [0, 5];

const LINES: readonly { name: string; colour: string; value: (point: Point) => number }[] = [
  { name: 'matches a paper', colour: '#b5651d', value: (it) => it.matchesPerPaper },
  { name: 'µs to make them', colour: '#2a6f97', value: (it) => it.matchMs * 1_000 },
  { name: 'µs to find the queries', colour: '#2f7d4f', value: (it) => it.findMs * 1_000 },
];

/** The curve as an SVG: both axes in powers of ten. */
export function drawCurve(points: readonly Point[]): string {
  const lines = LINES.map((line, place) => drawLine(line, points) + legend(line, place));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">
<title>Cost of a paper from a thousand to a million subscriptions</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${grid()}
${lines.join('\n')}
<text x="${(FRAME.left + FRAME.right) / 2}" y="${HEIGHT - 20}" text-anchor="middle">subscriptions, over 100,000 distinct queries</text>
</svg>
`;
}

function grid(): string {
  const rows = range(LEAST_Y, MOST_Y).map((power) => {
    const y = yOf(10 ** power);
    return `<path d="M${FRAME.left} ${y}H${FRAME.right}" stroke="#ddd"/><text x="${FRAME.left - 8}" y="${y + 4}" text-anchor="end">${number(power)}</text>`;
  });
  const columns = range(LEAST_X, MOST_X).map((power) => {
    const x = xOf(10 ** power);
    return `<path d="M${x} ${FRAME.top}V${FRAME.bottom}" stroke="#eee"/><text x="${x}" y="${FRAME.bottom + 20}" text-anchor="middle">${number(power)}</text>`;
  });
  return [...rows, ...columns].join('\n');
}

function drawLine({ colour, value }: (typeof LINES)[number], points: readonly Point[]): string {
  const places = points.map((it) => [xOf(it.subscriptions), yOf(Math.max(1, value(it)))] as const);
  const path = places.map(([x, y]) => `${x} ${y}`).join('L');
  const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`);
  return `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

function legend({ name, colour }: (typeof LINES)[number], place: number): string {
  const x = FRAME.left + place * 200;
  return `<circle cx="${x + 6}" cy="24" r="5" fill="${colour}"/><text x="${x + 18}" y="28">${name}</text>`;
}

function xOf(subscriptions: number): number {
  return along(Math.log10(subscriptions), LEAST_X, MOST_X, FRAME.left, FRAME.right);
}

function yOf(value: number): number {
  return along(Math.log10(value), LEAST_Y, MOST_Y, FRAME.bottom, FRAME.top);
}

function along(value: number, least: number, most: number, from: number, to: number): number {
  return Math.round(from + ((value - least) / (most - least)) * (to - from));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

function number(power: number): string {
  return (10 ** power).toLocaleString('en');
}
