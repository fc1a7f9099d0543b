const SECRET_PARAMETER =
  /token|secret|passw|signature|credential|auth|api[-_]?key|session|^(?:key|sig|pwd|pass|code)$/i;

/**
 * A web address fit for people and logs: without user name, password and fragment, and with the
 * values of parameters that look secret (token=…, api_key=…) replaced by "hidden".
 * Text that is no address comes back cut to 100 characters.
 */
export function displayAddress(address: string): string {
  const url = URL.parse(address);
  if (!url) return address.slice(0, 100);
  url.username = '';
  url.password = '';
  url.hash = '';
  const secrets = [...url.searchParams.keys()].filter((name) => SECRET_PARAMETER.test(name));
  for (const name of secrets) url.searchParams.set(name, 'hidden');
  return url.href;
}

/** The address as an absolute http(s) URL, resolved against `base`; null for anything else. */
export function webAddress(address: string, base?: string): string | null {
  const url = URL.parse(address.trim(), base);
  return url && isWeb(url) ? url.href : null;
}

/** True for http and https. */
export function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
