import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { HttpError } from './http-error.ts';
import { causeCode } from './network-failure.ts';

export interface GuardOptions {
  /**
   * What may be read though it is not public: "feeds.intra.example" (ports 80 and 443),
   * "feeds.intra.example:8080", "10.0.0.5", "[fd00::5]:8080"; see isAllowable.
   */
  readonly allow: readonly string[];
  /** How a name becomes addresses; the system's way unless a test says otherwise. */
  readonly lookup?: LookupFunction;
}

/** Below it live the services that do not speak HTTP (RFC 6335, section 6: system ports). */
const FIRST_FREE_PORT = 1024;
/** Global unicast, all that is given out so far: https://www.iana.org/assignments/ipv6-address-space */
const GIVEN_OUT = ipaddr.IPv6.parseCIDR('2000::/3');
/**
 * Azure's WireServer, which only its machines reach; the metadata of the other clouds stand in
 * ranges that are not public. https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const WIRE_SERVER = '168.63.129.16';
/** The last 32 bits of these stand for an IPv4 address (RFC 6052, section 2.1). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Opens connections for addresses that strangers give: to what is public, and to what the operator
 * allows. A name is judged by the very addresses that are then connected to, so that it does not
 * help to answer differently the second time. A refusal is an HttpError, and the same for a name
 * that does not exist as for one that leads inside.
 */
export function guardedConnector(
  { allow, lookup = dns.lookup }: GuardOptions,
  timeoutMs: number,
): buildConnector.connector {
  const allowed = new Set(allow.flatMap(placesOf));
  const open = buildConnector({ timeout: timeoutMs, lookup });
  const guarded = buildConnector({ timeout: timeoutMs, lookup: publicOnly(lookup) });
  return (options, done) => {
    const host = bare(options.hostname);
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (allowed.has(`${host}:${port}`)) open(options, done);
    else if (!isWebPort(port)) done(forbiddenPort(host, port), null);
    else if (ipaddr.isValid(host) && !isPublic(host)) done(notPublic(host), null);
    else guarded(options, done);
  };
}

/** True of an address that anybody on the internet may reach. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4)
    return parsed.range() === 'unicast' && parsed.toString() !== WIRE_SERVER;
  if (parsed.match(NAT64)) return isPublic(parsed.toByteArray().slice(12).join('.'));
  return parsed.match(GIVEN_OUT) && parsed.range() === 'unicast';
}

/** A lookup that fails when any of the addresses behind a name is not public. */
function publicOnly(lookup: LookupFunction): LookupFunction {
  return (host, options, done) => {
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map((it) => it.address) : [found];
      const inside = error ? isUnknown(error) : !addresses.every(isPublic);
      done(inside ? notPublic(bare(host)) : error, found, family);
    });
  };
}

/** Which names there are inside is nobody's business. */
function isUnknown(error: Error): boolean {
  return ['ENOTFOUND', 'ENODATA'].includes(causeCode(error) ?? '');
}

function isWebPort(port: number): boolean {
  return port === 80 || port === 443 || port >= FIRST_FREE_PORT;
}

function notPublic(host: string): HttpError {
  const message = `${host} has no public address, and no other is read: check the address.`;
  return new HttpError(message, { reached: false });
}

function forbiddenPort(host: string, port: number): HttpError {
  const message = `Port ${port} of ${host} is not read, only 80, 443 and those from ${FIRST_FREE_PORT}: check the address.`;
  return new HttpError(message, { reached: true });
}

/** What an entry of the list allows: without a port, both of the web's. Empty for what is no host. */
function placesOf(entry: string): string[] {
  const url = URL.parse(`http://${entry}`);
  if (!url) return [];
  return (url.port ? [url.port] : ['80', '443']).map((port) => `${bare(url.hostname)}:${port}`);
}

/** True of an entry that GuardOptions.allow understands. */
export function isAllowable(entry: string): boolean {
  return /^[^/?#@\s]+$/.test(entry) && placesOf(entry).length > 0;
}

/** Without the brackets of IPv6 and the dot that ends an absolute name. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
}
