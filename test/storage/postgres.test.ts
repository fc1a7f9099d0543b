import { openStorage } from '../../src/storage/index.ts';
import { describeStorageContract } from '../contract/stores.ts';
import { borrowDatabase } from '../support/postgres/pool.ts';

describeStorageContract('PostgreSQL', async () => openStorage(await borrowDatabase()));
