/**
 * `npm run pictures`: draws every message of docs/messages.md anew, into docs/pictures, and fails
 * when the compact list of ten papers is taller than what a laptop shows of a channel.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { takeMails, takePictures } from './browser.ts';
import { drawMails } from './email/mails.ts';
import { drawPictures } from './page.ts';
import { PAINTERS } from './painters.ts';

const FOLDER = new URL('../../docs/pictures/', import.meta.url);

/** A laptop's 900 pixels less the 200 that Slack and Discord take above and below the messages. */
const ROOM = 700;

interface Measured {
  readonly name: string;
  readonly height: number;
}

try {
  mkdirSync(FOLDER, { recursive: true });
  const measured: Measured[] = [];
  await takePictures(drawPictures(PAINTERS), ({ name, measured: isMeasured }, { png, height }) => {
    keep(name, png);
    if (isMeasured) measured.push({ name, height });
  });
  await takeMails(drawMails(), ({ name }, png) => keep(name, png));
  report(measured);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function keep(name: string, png: Buffer): void {
  writeFileSync(new URL(`${name}.png`, FOLDER), png);
  process.stdout.write(`docs/pictures/${name}.png  ${Math.round(png.length / 1000)} kB\n`);
}

function report(measured: readonly Measured[]): void {
  for (const { name, height } of measured)
    process.stdout.write(`${name}  ${height} px of ${ROOM}\n`);
  const tall = measured.filter(({ height }) => height > ROOM).map(({ name }) => name);
  if (tall.length > 0) fail(`Ten papers need scrolling on a laptop in ${tall.join(', ')}.`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
