import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAllowable, isPublic } from '../../src/lib/guard.ts';
import { HttpError, type HttpOptions } from '../../src/lib/http.ts';
import { type LoopbackServer, startServer, testHttp } from '../support/feeds/server.ts';

describe('An address is public', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('An address is not public', () => {
  it.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['all of the loopback', '127.255.255.254'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['Alibaba metadata', '100.100.100.200'],
    ['link-local', '169.254.1.1'],
    ['metadata', '169.254.169.254'],
    ['ECS metadata', '169.254.170.2'],
    ['Oracle metadata', '192.0.0.192'],
    ['Azure WireServer', '168.63.129.16'],
    ['mapped WireServer', '::ffff:168.63.129.16'],
    ['NAT64 of the WireServer', '64:ff9b::a83f:8110'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.1'],
    ['documentation', '203.0.113.1'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped metadata', '::ffff:169.254.169.254'],
    ['mapped in hexadecimal', '::ffff:7f00:1'],
    ['compatible, long deprecated', '::127.0.0.1'],
    ['translated (SIIT)', '::ffff:0:127.0.0.1'],
    ['NAT64 of the loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::1'],
    ['6to4 of a private one', '2002:a00:1::1'],
    ['Teredo', '2001::1'],
    ['unique local', 'fc00::1'],
    ['AWS metadata', 'fd00:ec2::254'],
    ['Google metadata', 'fd20:ce::254'],
    ['Scaleway metadata', 'fd00:42::42'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['documentation', '2001:db8::1'],
    ['discard', '100::1'],
    ['not given out', '4000::1'],
    ['no address', 'example.org'],
    ['nothing', ''],
  ])('%s: %s', (_, address) => {
    expect(isPublic(address)).toBe(false);
  });
});

describe('A list of exceptions', () => {
  it.each([
    'feeds.intra.example',
    'feeds.intra.example:8080',
    '10.0.0.5',
    '10.0.0.5:8080',
    '[fd00::5]:8080',
  ])('takes %s', (entry) => {
    expect(isAllowable(entry)).toBe(true);
  });

  it.each(['http://feeds.example', '10.0.0.0/8', 'fd00::5', 'a b', '', 'user@host', ':80', 'a:x'])(
    'refuses “%s”',
    (entry) => {
      expect(isAllowable(entry)).toBe(false);
    },
  );
});

describe('The guarded HTTP client', () => {
  let server: LoopbackServer;
  let place: string;
  beforeEach(async () => {
    server = await startServer(() => ({ body: 'inside' }));
    place = server.origin.slice('http://'.length);
  });
  afterEach(() => server.close());

  async function refusal(url: string, options: Partial<HttpOptions> = {}): Promise<string> {
    const client = testHttp({ guard: { allow: [] }, ...options });
    const error = await client.get(url).catch((reason) => reason);
    expect(error).toBeInstanceOf(HttpError);
    return error.message;
  }

  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://127.0.0.1%2E:PORT/',
    'http://１２７.0.0.1:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
    'http://localhost:PORT/',
    'http://localhost.:PORT/',
    'http://LOCALHOST:PORT/',
    'http://user:password@127.0.0.1:PORT/',
    'http://example.org@127.0.0.1:PORT/',
  ])('does not connect to %s', async (address) => {
    const url = address.replace('PORT', new URL(server.origin).port);
    expect(await refusal(url)).toMatch(/^\S+ has no public address, and no other is read/);
    expect(server.asked).toEqual([]);
  });

  it.each([
    'ftp://example.org/feed',
    'file:///etc/passwd',
    'gopher://127.0.0.1:70/',
    'data:text/xml,<rss/>',
  ])('reads no %s', async (address) => {
    expect(await refusal(address)).toMatch(/is not a web address: use one that begins with http/);
  });

  it.each([81, 1023])('does not connect to port %i', async (port) => {
    expect(await refusal(`http://8.8.8.8:${port}/`)).toBe(
      `Port ${port} of 8.8.8.8 is not read, only 80, 443 and those from 1024: check the address.`,
    );
  });

  it('says the same of a name that leads inside and of one that does not exist', async () => {
    const inside = answering([{ address: '10.0.0.7', family: 4 }]);
    const unknown: LookupFunction = (_, __, done) =>
      done(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }), '', 4);
    const told = [];
    for (const lookup of [inside, unknown])
      told.push(await refusal('http://wiki.intra.example/', { guard: { allow: [], lookup } }));
    expect(told[0]).toBe(
      'wiki.intra.example has no public address, and no other is read: check the address.',
    );
    expect(told[1]).toBe(told[0]);
  });

  it('refuses a name of which only one address is not public', async () => {
    const lookup = answering([
      { address: '192.0.43.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
    const url = `http://half.example:${new URL(server.origin).port}/`;
    expect(await refusal(url, { guard: { allow: [], lookup } })).toMatch(/has no public address/);
    expect(server.asked).toEqual([]);
  });

  it('connects to the address that was judged, however the name is answered later', async () => {
    const port = new URL(server.origin).port;
    const asked: string[] = [];
    const lookup: LookupFunction = (host, options, done) => {
      asked.push(host);
      const address = asked.length === 1 ? UNROUTED : '127.0.0.1';
      answering([{ address, family: 6 }])(host, options, done);
    };
    const client = testHttp({ guard: { allow: [], lookup }, timeoutMs: 2_000 });
    const first = await client.get(`http://rebind.example:${port}/`).catch((it) => it);
    expect(first).toBeInstanceOf(HttpError);
    expect(asked).toEqual(['rebind.example']);
    const second = await client.get(`http://rebind.example:${port}/`).catch((it) => it);
    expect(second.message).toMatch(/has no public address/);
    expect(server.asked).toEqual([]);
  });

  describe('with an exception', () => {
    it('reads the host and port that are allowed, and no other port', async () => {
      const http = testHttp({ guard: { allow: [place] } });
      expect((await http.get(`${server.origin}/feed`)).text).toBe('inside');
      const other = await startServer(() => ({ body: 'secret' }));
      expect(await refusal(other.origin, { guard: { allow: [place] } })).toMatch(/no public/);
      expect(other.asked).toEqual([]);
      await other.close();
    });

    it('reads a name that is allowed, wherever it leads', async () => {
      const port = new URL(server.origin).port;
      const lookup = answering([{ address: '127.0.0.1', family: 4 }]);
      const http = testHttp({ guard: { allow: [`Feeds.intra.example:${port}`], lookup } });
      expect((await http.get(`http://feeds.intra.example.:${port}/`)).text).toBe('inside');
    });

    it.each([
      ['the loopback', 'http://127.0.0.1:8000/'],
      ['the loopback by name', 'http://localhost:8000/'],
      ['metadata', 'http://169.254.169.254/latest/meta-data/'],
      ['metadata over IPv6', 'http://[fd00:ec2::254]/latest/meta-data/'],
      ['a private network', 'http://10.0.0.1/'],
      ['a mapped address', 'http://[::ffff:10.0.0.1]/'],
    ])('follows no redirect to %s', async (_, location) => {
      server.answer(() => ({ status: 302, headers: { location } }));
      expect(await refusal(server.origin, { guard: { allow: [place] } })).toMatch(
        /^\S+ has no public/,
      );
    });

    it('follows no redirect to another scheme', async () => {
      server.answer(() => ({ status: 302, headers: { location: 'file:///etc/passwd' } }));
      expect(await refusal(server.origin, { guard: { allow: [place] } })).toMatch(
        /redirects to something that is not a web address/,
      );
    });

    it('follows no second hop inside after a first one that is allowed', async () => {
      server.answer(({ url }) => ({
        status: 301,
        headers: { location: url.pathname === '/a' ? '/b' : 'http://192.168.0.1/' },
      }));
      expect(await refusal(`${server.origin}/a`, { guard: { allow: [place] } })).toMatch(
        /^192\.168\.0\.1 has no public/,
      );
      expect(server.paths()).toEqual(['/a', '/b']);
    });

    it('gives up on a body that never ends, and on one that is too large', async () => {
      const guard = { allow: [place] };
      server.answer(() => ({ body: 'x'.repeat(1_000), dripMs: 50 }));
      expect(await refusal(server.origin, { guard, timeoutMs: 300 })).toMatch(
        /did not answer in full within 0.3 seconds/,
      );
      server.answer(() => ({ body: 'x'.repeat(200_000) }));
      expect(await refusal(server.origin, { guard, maxBytes: 100_000 })).toMatch(
        /sends more than the 0.1 MB/,
      );
    });

    it('gives up on a server that never answers', async () => {
      server.answer(() => 'silence');
      expect(await refusal(server.origin, { guard: { allow: [place] }, timeoutMs: 300 })).toMatch(
        /did not answer in full/,
      );
    });
  });
});

/** Global unicast, and nobody's: the connection fails or times out, and never arrives. */
const UNROUTED = '2000::1';

function answering(addresses: LookupAddress[]): LookupFunction {
  return (_, options, done) => {
    const [first] = addresses;
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };
}
