/**
 * A process of the scale benchmark: the program's own sending half with a sender that answers at
 * once. It begins with a line on standard input, and ends with its input.
 */
import { once } from 'node:events';
import { NO_LIMITS } from '../../../src/core/delivery.ts';
import { openStorage } from '../../../src/storage/index.ts';
import { createStation } from './station.ts';

const storage = await openStorage(process.env.DATABASE_URL ?? '');
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const station = createStation(storage, {
  leads: false,
  delivers: true,
  pace: NO_LIMITS,
  roundTripMs: 0,
});
station.wake();
await once(process.stdin, 'end');
await station.stop(1_000);
await storage.close();
