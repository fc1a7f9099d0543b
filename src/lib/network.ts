import ipaddr from 'ipaddr.js';

/** True of an IP address such as "127.0.0.1", or a network such as "172.16.0.0/12". */
export function isNetwork(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

/** True of an address that lies in one of some networks (see isNetwork). */
export function isIn(networks: readonly string[], address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const [base, bits] = rangeOf(network);
    return parsed.kind() === base.kind() && parsed.match(base, bits);
  });
}

/**
 * What a visitor is counted by: an IPv4 address, or the /64 of an IPv6 address, which one household
 * or server has whole. A text that is no address is given back.
 */
export function visitorNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, 4)
        .map((it) => it.toString(16))
        .join(':')}::/64`
    : parsed.toString();
}

function rangeOf(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(network)) return ipaddr.parseCIDR(network);
  const address = ipaddr.process(network);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
