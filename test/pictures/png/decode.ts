import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel: red, green, blue, alpha. */
  readonly rgba: Buffer;
}

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 12;
/** Bytes of a pixel by colour type: red, green and blue, and perhaps alpha. */
const PIXEL_BYTES: Readonly<Record<number, 3 | 4>> = { 2: 3, 6: 4 };

/**
 * The pixels of a PNG as Chromium writes it: 8 bits, with or without alpha, not interlaced.
 * https://www.w3.org/TR/png-3
 * @throws {Error} for any other kind of PNG.
 */
export function decodePng(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, colourType] = [png[24], png[25] ?? 0];
  const bytes = PIXEL_BYTES[colourType];
  if (depth !== 8 || bytes === undefined)
    throw new Error(
      `Chromium took a picture of ${depth} bits and colour type ${colourType}: teach test/pictures/png/decode.ts to read it.`,
    );
  const pixels = unfilter(inflateSync(imageData(png)), width, height, bytes);
  return { width, height, rgba: bytes === 4 ? pixels : opaque(pixels) };
}

function opaque(rgb: Buffer): Buffer {
  const rgba = Buffer.alloc((rgb.length / 3) * 4, 255);
  for (let pixel = 0; pixel * 3 < rgb.length; pixel++)
    rgb.copy(rgba, pixel * 4, pixel * 3, pixel * 3 + 3);
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

/** Undoes the filter that stands before each row. https://www.w3.org/TR/png-3/#9Filters */
function unfilter(filtered: Buffer, width: number, height: number, bytes: number): Buffer {
  const stride = width * bytes;
  const pixels = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row++) {
    const start = row * (stride + 1);
    const line = filtered.subarray(start + 1, start + 1 + stride);
    const above = row === 0 ? Buffer.alloc(stride) : pixels.subarray((row - 1) * stride);
    unfilterRow(filtered[start] ?? 0, line, above, pixels.subarray(row * stride), bytes);
  }
  return pixels;
}

function unfilterRow(
  filter: number,
  line: Buffer,
  above: Buffer,
  into: Buffer,
  bytes: number,
): void {
  for (let at = 0; at < line.length; at++) {
    const isFirst = at < bytes;
    const left = isFirst ? 0 : (into[at - bytes] ?? 0);
    const corner = isFirst ? 0 : (above[at - bytes] ?? 0);
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
