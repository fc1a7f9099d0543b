import { Writable } from 'node:stream';
import pino from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createLog, createQuiet } from '../../src/lib/log.ts';
import { StorageError } from '../../src/storage/errors.ts';

const MINUTE = 60_000;

describe('a log', () => {
  it('tells a fault of the database once, again after half an hour, and anew once it was over', () => {
    let now = 0;
    const lines: string[] = [];
    const write = (chunk: Buffer, _: string, done: () => void) => {
      lines.push(chunk.toString());
      done();
    };
    const hooks = { logMethod: createQuiet(() => now) };
    const log = pino({ hooks }, new Writable({ write }));
    const meet = (code: string) => {
      const sentence = `The database at db does not answer (${code}). Check it.`;
      log.error({ err: new StorageError('out of reach', sentence, null) }, 'a round failed');
      return lines.length;
    };
    expect(['57P01', 'ECONNREFUSED', 'ECONNREFUSED'].map(meet)).toEqual([1, 1, 1]);
    for (now = MINUTE; now < 30 * MINUTE; now += MINUTE) expect(meet('ECONNREFUSED')).toBe(1);
    expect(meet('ECONNREFUSED')).toBe(2);
    now += 2 * MINUTE;
    expect(meet('57P01')).toBe(3);
  });

  it('tells everything else each time', () => {
    const lines: unknown[] = [];
    const write = (chunk: Buffer, _: string, done: () => void) => {
      lines.push(chunk);
      done();
    };
    const log = pino({ hooks: { logMethod: createQuiet() } }, new Writable({ write }));
    for (const told of [{ err: new Error('odd') }, { err: new Error('odd') }, { channel: 'C1' }])
      log.error(told, 'a round failed');
    log.error('plain');
    log.error('plain');
    expect(lines).toHaveLength(5);
  });

  it('names no secret, and nobody by their mail address', async () => {
    const lines: string[] = [];
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    const log = await createLog({ level: 'info', format: 'json', secrets: ['hush-hush'] });
    const reason = '550 <ada.byron@example.org> unknown; see https://example.org/@ada.byron';
    log.info({ channel: 'ada.byron+papers@mail.example.org', reason }, 'Bearer hush-hush');
    write.mockRestore();
    expect(JSON.parse(lines.join(''))).toMatchObject({
      channel: 'a…@mail.example.org',
      reason: '550 <a…@example.org> unknown; see https://example.org/@ada.byron',
      msg: 'Bearer <secret>',
    });
  });
});
