import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage when the heap has grown by half, where it would otherwise wait until it
 * is up to four times as large: a bot that mostly waits should leave the memory to others. Takes
 * effect from the next collection on.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
