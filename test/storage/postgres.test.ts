import { openStorage } from '../../src/storage/index.ts';
import { describeStorageContract } from '../contract/stores.ts';
import { makeDatabase } from '../support/postgres/database.ts';

describeStorageContract('PostgreSQL', async () => openStorage(await makeDatabase()));
