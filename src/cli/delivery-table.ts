import type { Undelivered } from '../core/dead-letters.ts';

/** Deliveries as a table for people, each with its reason below it. @param timeZone of its times. */
export function toText(deliveries: readonly Undelivered[], timeZone: string): string {
  if (deliveries.length === 0) return 'Nothing waits, and nothing was given up.\n';
  const rows = [HEADINGS, ...deliveries.map((it) => cells(it, momentIn(timeZone)))];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  const reasons = ['', ...deliveries.map((it) => it.reason ?? '')];
  const text = lines.flatMap((line, at) => [line.trimEnd(), ...indented(reasons[at] ?? '')]);
  return `${text.join('\n')}\n\nTimes are those of ${timeZone}.\n`;
}

const HEADINGS = ['ID', 'CHANNEL', 'STATE', 'PAPERS', 'ATTEMPTS', 'SINCE', 'NEXT ATTEMPT'];

const STATES = { pending: 'waiting', sending: 'sending', failed: 'given up' } as const;

function cells(it: Undelivered, moment: (date: Date) => string): string[] {
  return [
    it.id,
    `${it.to.platform} ${it.to.channel}`,
    STATES[it.state],
    it.isEdit ? 'edit' : String(it.papers),
    String(it.attempts),
    moment(it.since),
    nextAttempt(it, moment),
  ];
}

function nextAttempt({ state, nextAttempt }: Undelivered, moment: (date: Date) => string): string {
  if (nextAttempt) return moment(nextAttempt);
  return state === 'failed' ? 'never' : 'when its channel resumes';
}

/** Sweden writes dates as 2026-11-24 10:00. */
function momentIn(timeZone: string): (date: Date) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (date) => format.format(date);
}

function indented(reason: string): string[] {
  return reason === '' ? [] : [`    ${reason}`];
}
