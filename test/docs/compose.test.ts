import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rowsOf } from '../storage/move/rows.ts';
import { fillDatabase } from '../support/filled.ts';
import { makeDatabase } from '../support/postgres/database.ts';
import { runProgram } from '../support/program.ts';

interface Service {
  readonly command: string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly profiles?: string[];
  readonly volumes: string[];
}

/** The services of a compose file, whose merge keys are those of YAML 1.1. */
function servicesOf(name: string): Record<string, Service> {
  const text = readFileSync(join(import.meta.dirname, '../..', name), 'utf8');
  return parse(text, { merge: true }).services;
}

const alone = servicesOf('compose.yaml')['paper-route'];
const services = servicesOf('compose.postgres.yaml');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-route-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('compose.postgres.yaml', () => {
  it('moves what the bot of compose.yaml has stored to the database of its own bots', async () => {
    const { move, chat } = services;
    expect(move?.volumes).toEqual(alone?.volumes);
    expect(move?.command).toContain(`--from=${alone?.environment.DATABASE_URL}`);
    expect(move?.command).toContain(`--to=${chat?.environment.DATABASE_URL}`);

    const file = `sqlite:${join(folder, 'papers.db')}`;
    await fillDatabase(file, 3);
    const server = await makeDatabase();
    const { password, href } = new URL(server);
    const args = move?.command.map((it) =>
      it
        .replace(alone?.environment.DATABASE_URL ?? '', file)
        .replace(chat?.environment.DATABASE_URL ?? '', href.replace(`:${password}@`, '@')),
    );
    const run = await runProgram(args ?? [], { cwd: folder, env: { PGPASSWORD: password } });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(await rowsOf(server)).toEqual(await rowsOf(file));
  });

  it('does so only when asked to', () => {
    const asked = Object.keys(services).filter((name) => services[name]?.profiles);
    expect(asked).toEqual(['move']);
  });
});
