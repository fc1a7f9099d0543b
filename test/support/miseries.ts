import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder on a disk of its own. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  makeRoom(): void;
  remove(): void;
}

/** True where this process may mount a disk; in other places, the limit on files must do. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'paper-route-disk-'));
  const isMounted = mount(folder, '1m');
  if (isMounted) execFileSync('umount', [folder]);
  rmdirSync(folder);
  return isMounted;
}

function mount(folder: string, size: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0;
}

/** A disk in memory that holds 8 MB. */
export function mountSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'paper-route-disk-'));
  if (!mount(folder, '8m')) throw new Error('A disk could not be mounted.');
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    makeRoom: () => rmSync(filler),
    remove: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

/** True where the size of the files that a running process writes can be limited (Linux). */
export function canLimitFiles(): boolean {
  return spawnSync('prlimit', ['--version']).status === 0;
}

/** From now on a process can write no file beyond 4 kB: the system refuses, as at the end of a quota. */
export function limitFiles({ pid }: ChildProcess): void {
  prlimit(pid, '4096');
}

export function unlimitFiles({ pid }: ChildProcess): void {
  prlimit(pid, 'unlimited');
}

function prlimit(pid: number | undefined, soft: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]);
}

/** Another program that holds the write lock of a database until it is told to let go. */
export async function lockDatabase(file: string): Promise<() => Promise<void>> {
  const sqlite = import.meta.resolve('better-sqlite3');
  const program = `
    import Database from '${sqlite}';
    new Database('${file}').exec('begin immediate');
    process.stdout.write('locked');
    setInterval(() => undefined, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await once(other.stdout, 'data');
  return async () => {
    other.kill();
    await once(other, 'exit');
  };
}

/** A user who owns nothing, when we are root, whom no permission stops. */
export function somebodyElse(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}
