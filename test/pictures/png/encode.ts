import { crc32, deflateSync } from 'node:zlib';
import { decodePng } from './decode.ts';
import { type Indexed, reduceColours } from './palette.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** The same picture with a palette: a few hundred kilobytes of text become a hundred. */
export function shrinkPng(png: Buffer): Buffer {
  return encode(reduceColours(decodePng(png)));
}

/** https://www.w3.org/TR/png-3/#11Chunks */
function encode(picture: Indexed): Buffer {
  const colours = picture.palette.map((colour) => bytes(colour));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header(picture)),
    chunk('PLTE', Buffer.concat(colours.map((colour) => colour.subarray(0, 3)))),
    chunk('tRNS', Buffer.concat(colours.map((colour) => colour.subarray(3)))),
    chunk('IDAT', deflateSync(rows(picture), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** 8 bits, colour type 3 (by palette), the only compression and filter method, not interlaced. */
function header({ width, height }: Indexed): Buffer {
  return Buffer.concat([bytes(width), bytes(height), Buffer.from([8, 3, 0, 0, 0])]);
}

/** Each row after the byte that says "not filtered", which suits a palette best. */
function rows({ width, height, indexes }: Indexed): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++)
    rows.set(indexes.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return rows;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([bytes(data.length), named, bytes(crc32(named))]);
}

function bytes(number: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(number);
  return four;
}
