import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deadOrigin } from '../support/feeds/server.ts';
import { ownsPort } from '../support/port-owner.ts';
import type { Meter } from './meter.run.ts';

/** The processes of the bot. */
export interface Bots {
  beginToMeasure(): void;
  /** Kills the sender that a call came from, and starts another; false when it is none of them. */
  killOwner(port: number): boolean;
  /** Has all stop, and gives what each measured. */
  stop(): Promise<Meter[]>;
  /** Ends what still lives. */
  end(): Promise<void>;
}

export interface BotOptions {
  /** Senders, beside one process that takes commands and one that composes; 1: one that does all. */
  readonly processes: number;
  /** A file for the log; none when left out. */
  readonly log?: string | undefined;
}

interface Member {
  readonly role: string;
  readonly process: ChildProcess;
  readonly meterFile: string;
}

const PROGRAM = fileURLToPath(new URL('../../bin/paper-route.js', import.meta.url));
const METER = fileURLToPath(new URL('./meter.run.ts', import.meta.url));

function rolesOf(senders: number): string[] {
  if (senders === 1) return ['all'];
  return ['chat', 'schedule', ...Array<string>(senders).fill('deliver')];
}

export async function startBots(
  environment: Readonly<Record<string, string>>,
  { processes, log = '/dev/null' }: BotOptions,
): Promise<Bots> {
  const folder = await mkdtemp(join(tmpdir(), 'paper-route-load-'));
  const file = openSync(log, 'w');
  let number = 0;

  async function start(role: string): Promise<Member> {
    const port = new URL(await deadOrigin()).port;
    const meterFile = join(folder, `${++number}.json`);
    const settings = { HTTP_PORT: port, LOG_LEVEL: 'info', ARXIV_CATEGORIES: '' };
    const child = spawn(process.execPath, ['--import', METER, PROGRAM, 'start', '--role', role], {
      env: { PATH: process.env.PATH, ...environment, ...settings, METER_FILE: meterFile },
      stdio: ['ignore', 'ignore', file],
    });
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`The process for ${role} did not start.`);
      await sleep(50);
    }
    return { role, process: child, meterFile };
  }

  const members: Member[] = [];
  for (const role of rolesOf(processes)) members.push(await start(role));
  return {
    beginToMeasure: () => {
      for (const it of members) it.process.kill('SIGUSR2');
    },
    killOwner(port) {
      const index = members.findIndex((it) => ownsPort(it.process.pid ?? 0, port));
      const owner = members[index];
      if (owner?.role !== 'deliver') return false;
      owner.process.kill('SIGKILL');
      members.splice(index, 1);
      void start('deliver').then((it) => members.push(it));
      return true;
    },
    stop: () => Promise.all(members.map(stop)),
    end: async () => {
      for (const it of members) it.process.kill('SIGKILL');
      closeSync(file);
      await rm(folder, { recursive: true });
    },
  };
}

async function isReady(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  return answer?.ok ?? false;
}

async function stop({ role, process: child, meterFile }: Member): Promise<Meter> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await gone;
  if (code !== 0) throw new Error(`The process for ${role} ended with ${code}.`);
  return JSON.parse(await readFile(meterFile, 'utf8'));
}
