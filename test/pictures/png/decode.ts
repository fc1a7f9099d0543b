import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: red, green, blue, alpha. */
  readonly rgba: Buffer;
}

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 12;
/** Bytes a pixel, by colour type: truecolour, and the same with alpha. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/**
 * The pixels of a PNG as Chromium writes it: 8 bits, with alpha or without, not interlaced.
 * https://www.w3.org/TR/png-3
 * @throws {Error} for any other kind of PNG.
 */
export function decodePng(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, colourType] = [png[24], png[25]];
  const size = PIXEL_BYTES[colourType ?? 0];
  if (depth !== 8 || size === undefined)
    throw new Error(
      `Chromium took a picture of ${depth} bits and colour type ${colourType}: teach test/pictures/png/decode.ts to read it.`,
    );
  const pixels = unfilter(inflateSync(imageData(png)), { width, height, size });
  return { width, height, rgba: size === 4 ? pixels : withAlpha(pixels) };
}

/** Three bytes a pixel as four: nothing shines through. */
function withAlpha(rgb: Buffer): Buffer {
  const rgba = Buffer.alloc((rgb.length / 3) * 4, 0xff);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4)
    rgb.copy(rgba, to, from, from + 3);
  return rgba;
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += HEADER_BYTES + length;
  }
  return Buffer.concat(parts);
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Bytes a pixel. */
  readonly size: number;
}

/** Undoes the filter that stands before each row. https://www.w3.org/TR/png-3/#9Filters */
function unfilter(filtered: Buffer, { width, height, size }: Size): Buffer {
  const stride = width * size;
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++) {
    const start = row * (stride + 1);
    const line = filtered.subarray(start + 1, start + 1 + stride);
    const above = row === 0 ? Buffer.alloc(stride) : pixels.subarray((row - 1) * stride);
    const into = pixels.subarray(row * stride);
    unfilterRow(filtered[start] ?? 0, { line, above, into, size });
  }
  return pixels;
}

interface Row {
  readonly line: Buffer;
  readonly above: Buffer;
  readonly into: Buffer;
  readonly size: number;
}

function unfilterRow(filter: number, { line, above, into, size }: Row): void {
  for (let at = 0; at < line.length; at++) {
    const isFirst = at < size;
    const left = isFirst ? 0 : (into[at - size] ?? 0);
    const corner = isFirst ? 0 : (above[at - size] ?? 0);
    into[at] = (line[at] ?? 0) + predict(filter, left, above[at] ?? 0, corner);
  }
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
