import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FetchRequest, type Source, SourceError } from '../../src/core/source.ts';
import type { HttpClient } from '../../src/lib/http.ts';
import {
  deadOrigin,
  type Handler,
  type LoopbackServer,
  startServer,
  testHttp,
} from '../support/feeds/server.ts';

export interface SourceUnderTest {
  /** The source, reading from a server of this origin. */
  create(origin: string, http: HttpClient): Source;
  /** A server that answers well, with at least one listing. */
  readonly server: Handler;
  /** The moment at which the server's answers are fresh. */
  readonly now: Date;
  /** For sources of XML: a feed in this encoding, whose only title is "Café – naïve". */
  feedIn?(encoding: 'iso-8859-1' | 'windows-1252'): Buffer;
}

const MARKUP = /<\/?[a-z][^>]*>|&(?:#\d+|[a-z]+);|[\n\r\t]| {2}/i;

/** What holds for every source, whatever it reads. */
export function describeSourceContract(name: string, subject: SourceUnderTest): void {
  describe(`${name}, as any source`, () => {
    let server: LoopbackServer;
    beforeEach(async () => {
      server = await startServer(subject.server);
    });
    afterEach(() => server.close());

    const request: FetchRequest = { since: null, state: null, now: subject.now };
    const never = () => new AbortController().signal;
    const fetchFrom = (origin: string, http = testHttp()) =>
      subject.create(origin, http).fetch(request, never());
    const failure = async (origin: string, http = testHttp()): Promise<SourceError> => {
      const error = await fetchFrom(origin, http).then(
        () => 'no error',
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(SourceError);
      expect(error.message).toMatch(/^\S.*\.$/);
      return error;
    };

    describeListings();
    describeFailures();
    describeEncodings();

    function describeListings(): void {
      it('lists papers in plain text, on one line each', async () => {
        const { listings } = await fetchFrom(server.origin);
        expect(listings.length).toBeGreaterThan(0);
        for (const it of listings) {
          const texts = [it.title, it.abstract, ...it.authors, ...it.keywords];
          for (const text of texts) expect(text).not.toMatch(MARKUP);
          expect(it.title).not.toBe('');
        }
      });

      it('names itself in each listing, with a web address and valid dates', async () => {
        const source = subject.create(server.origin, testHttp());
        const { listings } = await source.fetch(request, never());
        for (const it of listings) {
          expect(it.source).toBe(source.name);
          expect(it.url).toMatch(/^https?:\/\//);
          for (const date of [it.listedAt, it.publishedAt]) {
            if (date) expect(date.getTime()).not.toBeNaN();
          }
        }
      });

      it('identifies papers without their version', async () => {
        const { listings } = await fetchFrom(server.origin);
        for (const { identifiers } of listings) {
          expect(identifiers.length).toBeGreaterThan(0);
          for (const it of identifiers) expect(it).toMatch(/^(?:arxiv|doi|entry):\S/);
          for (const it of identifiers) expect(it).not.toMatch(/^arxiv:.*v\d+$/);
        }
      });

      it('calls an entry the same in two fetches, and no two entries the same', async () => {
        const first = (await fetchFrom(server.origin)).listings.map((it) => it.entryId);
        const second = (await fetchFrom(server.origin)).listings.map((it) => it.entryId);
        expect(second).toEqual(first);
        expect(new Set(first).size).toBe(first.length);
      });

      it('takes the state that it gave, after a journey through JSON', async () => {
        const source = subject.create(server.origin, testHttp());
        const { state } = await source.fetch(request, never());
        const next = { ...request, since: subject.now, state: JSON.parse(JSON.stringify(state)) };
        await expect(source.fetch(next, never())).resolves.toBeDefined();
      });

      it('takes a state that it can make no sense of', async () => {
        const source = subject.create(server.origin, testHttp());
        const next = { ...request, state: { from: 'another version' } };
        const { listings } = await source.fetch(next, never());
        expect(listings.length).toBeGreaterThan(0);
      });

      it('says who is asking', async () => {
        await fetchFrom(server.origin);
        for (const { headers } of server.asked) {
          expect(headers['user-agent']).toBe(
            'paper-route/0.0.0 (+https://example.org/paper-route)',
          );
        }
      });
    }

    function describeFailures(): void {
      it('says that nothing answered when the server is gone', async () => {
        expect((await failure(await deadOrigin())).reached).toBe(false);
      });

      it('says that the server refused when it answers 500', async () => {
        server.answer(() => ({ status: 500, body: 'broken' }));
        expect((await failure(server.origin)).reached).toBe(true);
      });

      it('passes on how long a 429 wants it to stay away', async () => {
        server.answer(() => ({ status: 429, headers: { 'retry-after': '1200' } }));
        expect((await failure(server.origin)).retryAfterMs).toBe(1_200_000);
      });

      it.each([
        ['many seconds', '99999999999999'],
        ['more seconds than a number holds', '9'.repeat(400)],
        ['a date far away', 'Fri, 31 Dec 9999 23:59:59 GMT'],
      ])('comes back after six hours when a 429 names %s', async (_, header) => {
        server.answer(() => ({ status: 429, headers: { 'retry-after': header } }));
        expect((await failure(server.origin)).retryAfterMs).toBe(6 * 3_600_000);
      });

      it('gives up on a body that is too large', async () => {
        server.answer(() => ({ body: Buffer.alloc(200_000, 32) }));
        const error = await failure(server.origin, testHttp({ maxBytes: 100_000 }));
        expect(error.message).toContain('0.1 MB');
      });

      it('gives up on redirects without end', async () => {
        server.answer(() => ({ status: 302, headers: { location: '/round' } }));
        expect((await failure(server.origin)).message).toContain('redirects');
      });

      it('gives up on a server that does not answer', async () => {
        server.answer(() => 'silence');
        const error = await failure(server.origin, testHttp({ timeoutMs: 500 }));
        expect(error.reached).toBe(true);
      });

      it('stops when it is told to', async () => {
        const controller = new AbortController();
        server.answer(() => {
          setImmediate(() => controller.abort());
          return 'silence';
        });
        const source = subject.create(server.origin, testHttp());
        const fetching = source.fetch(request, controller.signal);
        await expect(fetching).rejects.toBeInstanceOf(SourceError);
      });

      it('refuses an answer of another kind in plain words', async () => {
        server.answer(() => ({ body: '<!DOCTYPE html><html><body>Hi &nbsp;</body></html>' }));
        const error = await failure(server.origin);
        expect(error.reached).toBe(true);
        expect(error.message).toContain('check');
      });
    }

    function describeEncodings(): void {
      it('reads a compressed answer', async () => {
        const plain = (await fetchFrom(server.origin)).listings;
        server.answer((asked) => compressed(subject.server(asked)));
        expect((await fetchFrom(server.origin)).listings).toEqual(plain);
      });

      for (const encoding of ['iso-8859-1', 'windows-1252'] as const) {
        it.runIf(subject.feedIn)(`reads a feed in ${encoding}`, async () => {
          server.answer(() => ({ body: subject.feedIn?.(encoding) ?? '' }));
          const { listings } = await fetchFrom(server.origin);
          expect(listings.map((it) => it.title)).toEqual(['Café – naïve']);
        });
      }
    }
  });
}

function compressed(answer: ReturnType<Handler>): ReturnType<Handler> {
  if (typeof answer === 'string') return answer;
  const headers = { ...answer.headers, 'content-encoding': 'gzip' };
  return { ...answer, headers, body: gzipSync(answer.body ?? '') };
}

/** A UTF-8 feed in another encoding, which its XML declaration then names. */
export function encodeFeed(xml: string, encoding: 'iso-8859-1' | 'windows-1252'): Buffer {
  const declared = xml.replace(/encoding=(["'])[\w-]+\1/i, `encoding="${encoding}"`);
  return Buffer.from(declared.replaceAll('–', '\u0096'), 'latin1');
}
