/** `npm run pictures`: draws every message of docs/messages.md anew, into docs/pictures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { takePictures } from './browser.ts';
import { drawPictures } from './page.ts';
import { PAINTERS } from './painters.ts';

const FOLDER = new URL('../../docs/pictures/', import.meta.url);

try {
  mkdirSync(FOLDER, { recursive: true });
  await takePictures(drawPictures(PAINTERS), keep);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function keep(name: string, png: Buffer): void {
  writeFileSync(new URL(`${name}.png`, FOLDER), png);
  process.stdout.write(`docs/pictures/${name}.png  ${Math.round(png.length / 1000)} kB\n`);
}
