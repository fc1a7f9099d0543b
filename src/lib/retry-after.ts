/** Retry-After (RFC 9110, section 10.2.3), seconds or a date, in milliseconds; undefined: unsaid. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now.getTime() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
