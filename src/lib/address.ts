/** Parts of a parameter's name that say "secret" wherever they stand. */
const SECRET_PART = /token|secret|passw|signature|credential|authori[sz]ation|api[-_]?key/i;
/** Words that say it only when they stand for themselves: "auth_id" is one, "author" is none. */
const SECRET_WORD =
  /(?<![a-z])(?:o?auth(?:key)?|session(?:id)?|sid|key|sig|pwd|pass|code)(?![a-z])/i;

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
  const secrets = [...url.searchParams.keys()].filter(isSecret);
  for (const name of secrets) url.searchParams.set(name, 'hidden');
  return url.href;
}

function isSecret(parameter: string): boolean {
  const words = parameter.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return SECRET_PART.test(parameter) || SECRET_WORD.test(words);
}

/** What a server is asked for: the whole address without its fragment, secrets included. Never show it. */
export function requestedAddress(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.hash = '';
  return url.href;
}

/** The address as an absolute http(s) URL, resolved against `base`; null for anything else. */
export function webAddress(address: string, base?: string): string | null {
  const url = URL.parse(address.trim(), base);
  return url && isWeb(url) ? url.href : null;
}

/** The address as a reader may follow it: http(s), without user name and password; null for others. */
export function linkAddress(address: string): string | null {
  const url = URL.parse(address);
  if (!url || !isWeb(url)) return null;
  url.username = '';
  url.password = '';
  return url.href;
}

/** True for http and https. */
export function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
