import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readCorpus } from './corpus.ts';
import { drawCurve } from './picture.ts';
import type { Point } from './point.ts';
import { createRandom } from './random.ts';
import { makeQueries, popularity, writeDatabase } from './subscriptions.ts';
import { print, toMicros } from './timing.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const DISTINCT = 100_000;
const POINT = fileURLToPath(new URL('./point.run.ts', import.meta.url));
const PICTURE = fileURLToPath(
  new URL('../../../docs/pictures/matching-curve.svg', import.meta.url),
);

/** From a thousand to a million subscriptions over 100,000 distinct queries, popular by Zipf's law. */
export async function benchCurve(draw: boolean): Promise<void> {
  print('\n## From a thousand to a million subscriptions\n');
  const points: Point[] = [];
  for (const subscriptions of SIZES) points.push(await measurePoint(subscriptions));
  print(
    '| subscriptions | start | resident | add: middle, 99th | find queries | queries a paper | make matches | matches a paper |',
  );
  print('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const point of points) print(row(point));
  if (draw) await writeFile(PICTURE, drawCurve(points));
}

async function measurePoint(subscriptions: number): Promise<Point> {
  const random = createRandom(3);
  const queries = makeQueries(readCorpus(random).papers, DISTINCT, random);
  const counts = popularity(queries.length, subscriptions, random);
  const database = await writeDatabase(queries, counts);
  const { stdout } = await promisify(execFile)(process.execPath, [POINT, database.url]);
  await database.remove();
  return { ...JSON.parse(stdout), subscriptions };
}

function row(point: Point): string {
  const cells = [
    point.subscriptions.toLocaleString('en'),
    `${(point.loadMs / 1_000).toFixed(2)} s`,
    `${point.residentMb.toFixed(0)} MB`,
    `${toMicros(point.addMs)} µs, ${toMicros(point.slowAddMs)} µs`,
    `${toMicros(point.findMs)} µs`,
    point.queriesPerPaper.toFixed(1),
    `${toMicros(point.matchMs)} µs`,
    point.matchesPerPaper.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}
