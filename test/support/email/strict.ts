/** Headers that a mail of ours has, in small letters; any other was smuggled in. */
const HEADERS = new Set([
  ...['from', 'to', 'subject', 'date', 'message-id', 'in-reply-to', 'references'],
  ...['mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted'],
  ...['x-auto-response-suppress', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post'],
]);

/** https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1 */
const LONGEST_LINE = 998;

/** What is wrong with the source of a mail, whatever it says. */
export function strictAlarms(source: string): string[] {
  const [head = ''] = source.split('\r\n\r\n');
  const names = head
    .split('\r\n')
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.slice(0, Math.max(0, line.indexOf(':'))).toLowerCase());
  return [
    ...names.filter((name) => !HEADERS.has(name)).map((name) => `header ${name}`),
    ...names.filter((name, place) => names.indexOf(name) !== place).map((name) => `${name} twice`),
    ...source.split('\r\n').flatMap((line) => (line.length > LONGEST_LINE ? ['a long line'] : [])),
    ...(/\r(?!\n)|(?<!\r)\n/.test(source) ? ['a bare line end'] : []),
    ...(/[^\t\r\n\x20-\x7e]/.test(source) ? ['a byte beyond ASCII'] : []),
  ];
}
