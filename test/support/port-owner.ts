import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Asks Linux whether a process has the socket of a port of loopback; false of one that is gone. */
export function ownsPort(pid: number, port: number): boolean {
  const inode = inodeOf(port);
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => linkOf(`${folder}/${fd}`) === `socket:[${inode}]`);
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
function inodeOf(port: number): string | undefined {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.find((field) => field[1] === local)?.[9];
}
