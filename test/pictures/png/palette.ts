import type { Pixels } from './decode.ts';

/** Most colours of a PNG's palette. https://www.w3.org/TR/png-3/#11PLTE */
const MOST_COLOURS = 256;
/** Colours that differ by less, as the square of their distance, look the same. Ours, by eye. */
const SAME = 60;

export interface Indexed {
  readonly width: number;
  readonly height: number;
  /** Colours as 32-bit numbers: red in the highest byte, alpha in the lowest. */
  readonly palette: readonly number[];
  /** One byte a pixel: its place in the palette. */
  readonly indexes: Uint8Array;
}

/** A picture with its most frequent distinct colours; any other one becomes the nearest of them. */
export function reduceColours({ width, height, rgba }: Pixels): Indexed {
  const pixels = Uint32Array.from({ length: width * height }, (_, at) => rgba.readUInt32BE(at * 4));
  const palette = distinct(byFrequency(pixels));
  const places = new Map(palette.map((colour, place) => [colour, place]));
  const indexes = new Uint8Array(pixels.length);
  pixels.forEach((colour, at) => {
    const place = places.get(colour) ?? nearest(colour, palette);
    places.set(colour, place);
    indexes[at] = place;
  });
  return { width, height, palette, indexes };
}

function byFrequency(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
}

function distinct(colours: readonly number[]): number[] {
  const kept: number[] = [];
  for (const colour of colours)
    if (kept.every((other) => distance(colour, other) >= SAME)) kept.push(colour);
  return kept.slice(0, MOST_COLOURS);
}

function nearest(colour: number, palette: readonly number[]): number {
  const distances = palette.map((known) => distance(colour, known));
  return distances.indexOf(Math.min(...distances));
}

function distance(one: number, other: number): number {
  return [24, 16, 8, 0].reduce((sum, shift) => {
    const difference = ((one >>> shift) & 0xff) - ((other >>> shift) & 0xff);
    return sum + difference * difference;
  }, 0);
}
