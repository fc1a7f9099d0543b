import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpError, type HttpOptions } from '../../src/lib/http.ts';
import { deadOrigin, type LoopbackServer, startServer, testHttp } from '../support/feeds/server.ts';

describe('The HTTP client', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(() => ({ body: 'hello' }));
  });
  afterEach(() => server.close());

  async function failure(url: string, options: Partial<HttpOptions> = {}): Promise<HttpError> {
    const error = await testHttp(options)
      .get(url)
      .catch((reason) => reason);
    expect(error).toBeInstanceOf(HttpError);
    return error;
  }

  describe('reads', () => {
    it('an answer with its status, headers and address, whatever the status', async () => {
      server.answer(() => ({ status: 404, headers: { 'x-tide': 'low' }, body: 'gone' }));
      const response = await testHttp().get(`${server.origin}/a`);
      expect(response).toMatchObject({ status: 404, url: `${server.origin}/a`, text: 'gone' });
      expect(response.headers.get('X-Tide')).toBe('low');
    });

    it('a 304, which has no body', async () => {
      server.answer(() => ({ status: 304 }));
      expect(await testHttp().get(server.origin)).toMatchObject({ status: 304, text: '' });
    });

    it('and sends the headers that it is given, and the name of the project', async () => {
      await testHttp().get(server.origin, {
        headers: { accept: 'text/xml', 'if-none-match': '"a"' },
      });
      expect(server.asked[0]?.headers).toMatchObject({
        accept: 'text/xml',
        'if-none-match': '"a"',
        'user-agent': 'paper-route/0.0.0 (+https://example.org/paper-route)',
      });
    });

    it.each([
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
      ['deflate', deflateSync],
    ] as const)('an answer compressed by %s', async (encoding, compress) => {
      server.answer(() => ({ headers: { 'content-encoding': encoding }, body: compress('tides') }));
      expect((await testHttp().get(server.origin)).text).toBe('tides');
    });
  });

  describe('decodes', () => {
    const CAFE = 'Caf\u00e9 \u2013 na\u00efve';
    const inWindows = Buffer.from('Caf\u00e9 \u0096 na\u00efve', 'latin1');
    const declared = Buffer.concat([
      Buffer.from("<?xml version='1.0' encoding='windows-1252'?>"),
      inWindows,
    ]);
    const inUtf16 = Buffer.from(`\ufeff${CAFE}`, 'utf16le');

    it.each([
      ['UTF-8 when nothing is said', Buffer.from(CAFE), null, CAFE],
      ['the charset of Content-Type', inWindows, 'text/xml; charset=Windows-1252', CAFE],
      ['a quoted charset', inWindows, 'text/xml; charset="iso-8859-1"', CAFE],
      ['the XML declaration', declared, 'text/xml', `${declared.subarray(0, 45)}${CAFE}`],
      ['UTF-16 by its byte order mark', inUtf16, 'text/xml; charset=utf-8', CAFE],
      ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${CAFE}`), null, CAFE],
      ['UTF-8 when the charset is unknown', Buffer.from(CAFE), 'text/xml; charset=klingon', CAFE],
      [
        'UTF-8 that calls itself UTF-16',
        Buffer.from('<?xml encoding="utf-16"?>é'),
        null,
        '<?xml encoding="utf-16"?>é',
      ],
    ])('%s', async (_, body, type, text) => {
      server.answer(() => ({ body, headers: type === null ? {} : { 'content-type': type } }));
      expect((await testHttp().get(server.origin)).text).toBe(text);
    });
  });

  describe('follows redirects', () => {
    const toOther = (other: string, status = 302) =>
      server.answer(() => ({ status, headers: { location: other } }));

    it.each([301, 302, 303, 307, 308])('of kind %i', async (status) => {
      server.answer(({ url }) =>
        url.pathname === '/old' ? { status, headers: { location: 'new?x=1' } } : { body: 'here' },
      );
      const response = await testHttp().get(`${server.origin}/old`);
      expect(response).toMatchObject({ url: `${server.origin}/new?x=1`, text: 'here' });
    });

    it('but no more than it is told to', async () => {
      toOther('/again');
      const error = await failure(server.origin, { maxRedirects: 3 });
      expect(error.message).toContain('redirects more than 3 times');
      expect(server.asked).toHaveLength(4);
    });

    it.each(['file:///etc/passwd', 'ftp://example.org/', 'http://[broken'])(
      'but not to %s',
      async (location) => {
        toOther(location);
        expect((await failure(server.origin)).message).toMatch(
          /something that is not a web address/,
        );
      },
    );

    it('and shows its password only where it belongs', async () => {
      const other = await startServer(() => ({ body: 'there' }));
      server.answer(({ url }) => ({
        status: 302,
        headers: { location: url.pathname === '/' ? '/second' : `${other.origin}/` },
      }));
      await testHttp().get(server.origin, { headers: { authorization: 'Bearer hf_x' } });
      expect(server.asked.map((it) => it.headers.authorization)).toEqual([
        'Bearer hf_x',
        'Bearer hf_x',
      ]);
      expect(other.asked.map((it) => it.headers.authorization)).toEqual([undefined]);
      await other.close();
    });
  });

  describe('gives up', () => {
    it('before it reads a body that says it is too large', async () => {
      server.answer(() => ({ headers: { 'content-length': '5000000' }, body: 'x' }));
      expect((await failure(server.origin, { maxBytes: 1_000_000 })).message).toBe(
        `${server.origin}/ sends more than the 1 MB that are read at most.`,
      );
    });

    it('on a small body that unpacks to a large one', async () => {
      const body = gzipSync(Buffer.alloc(20_000_000));
      expect(body.length).toBeLessThan(100_000);
      server.answer(() => ({ headers: { 'content-encoding': 'gzip' }, body }));
      expect((await failure(server.origin, { maxBytes: 1_000_000 })).message).toContain('1 MB');
    });

    it('on a server that takes the request and says nothing', async () => {
      server.answer(() => 'silence');
      const error = await failure(`${server.origin}/slow`, { timeoutMs: 500 });
      expect(error.message).toBe(
        `${server.origin}/slow did not answer in full within 0.5 seconds.`,
      );
      expect(error.reached).toBe(true);
    });

    it('on a body that stops half-way', async () => {
      server.answer(() => ({ headers: { 'content-length': '100' }, body: 'half' }));
      const error = await failure(server.origin, { timeoutMs: 500 });
      expect(error).toMatchObject({ reached: true });
    });

    it('on a body that is not compressed as it says', async () => {
      server.answer(() => ({ headers: { 'content-encoding': 'gzip' }, body: 'not gzip' }));
      expect((await failure(server.origin)).message).toMatch(
        /broke off its answer \(Z_DATA_ERROR\)/,
      );
    });

    it('when it is told to', async () => {
      server.answer(() => 'silence');
      const signal = AbortSignal.timeout(20);
      const error = await testHttp()
        .get(server.origin, { signal })
        .catch((reason) => reason);
      expect(error.message).toBe(`Reading ${server.origin}/ was stopped.`);
    });

    it('when nobody listens', async () => {
      const origin = await deadOrigin();
      const error = await failure(`${origin}/feed`);
      expect(error.reached).toBe(false);
      expect(error.message).toContain('refused the connection: check the address');
    });

    it('on a port that no web server may have, such as a test uses for "nobody there"', async () => {
      const error = await failure('http://127.0.0.1:1/feed');
      expect(error.reached).toBe(false);
      expect(error.message).toMatch(/^127.0.0.1:1 has a port .* check the address/);
    });

    it('when there is no such name', async () => {
      const error = await failure('http://no-such-host.invalid/feed');
      expect(error.reached).toBe(false);
      expect(error.message).toMatch(/^no-such-host.invalid .* check /);
    });

    it.each(['example.org/feed', 'ftp://example.org', ''])(
      'on "%s", no web address',
      async (url) => {
        expect((await failure(url)).message).toContain(
          'use one that begins with http:// or https://',
        );
      },
    );
  });

  it.each([
    ['a password', 'mira:50%off'],
    ['a user name', '%zz:pw'],
  ])('says what to do about a stray percent sign in %s', async (_, credentials) => {
    const error = await failure(`http://${credentials}@feeds.example/feed`);
    expect(error.message).toBe(
      'The user name or password in http://feeds.example/feed holds a "%" that stands for nothing: write it as %25.',
    );
  });

  it('tells no secret in its errors', async () => {
    const origin = (await deadOrigin()).replace('://', '://mira:s3cret@');
    const error = await failure(`${origin}/feed?api_key=k3y&sort=new#frag`);
    expect(error.message).not.toMatch(/s3cret|k3y|mira/);
    server.answer(() => ({ status: 302, headers: { location: '/x' } }));
    const again = await failure(`${server.origin}/feed?access_token=t0ken&sort=new`);
    expect(again.message).toContain('/feed?access_token=hidden&sort=new');
  });
});
