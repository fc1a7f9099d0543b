/** For command lines that need the database alone: they load nothing else. */
export { backUp } from './storage/backup.ts';
export { openStorage } from './storage/index.ts';
export { moveStore } from './storage/move/index.ts';
export { restore } from './storage/restore.ts';
