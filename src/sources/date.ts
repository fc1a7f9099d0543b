/** A date in ISO 8601 or RFC 822; one without a zone counts as UTC. Null when it is no date. */
export function toDate(written: string | null | undefined): Date | null {
  const text = written?.trim() ?? '';
  if (text === '') return null;
  const withoutZone = /\d:\d\d(?:\.\d+)?$/.test(text) && !/[+-]\d\d:\d\d$/.test(text);
  const zone = /^\d{4}-\d\d-\d\dT/.test(text) ? 'Z' : ' GMT';
  const date = new Date(withoutZone ? text + zone : text);
  return Number.isNaN(date.getTime()) ? null : date;
}
