/** Failures before a connection stood: nothing reached the other side. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** True when a request failed before it left this machine. */
export function neverLeft(error: unknown): boolean {
  return causesOf(error).some(({ code, syscall }) => {
    return NEVER_LEFT.has(code) || (code === 'ETIMEDOUT' && syscall === 'connect');
  });
}

/** What broke a request, in a few words without secrets: "ECONNREFUSED", "no answer in time". */
export function networkFailure(error: unknown): string {
  const causes = causesOf(error);
  if (causes.some(({ name }) => name === 'TimeoutError')) return 'no answer in time';
  if (causes.some(({ name }) => name === 'AbortError')) return 'interrupted';
  return causes.findLast(({ code }) => /^[A-Z][A-Z_]+$/.test(code))?.code ?? 'no valid answer';
}

interface Cause {
  readonly name: string;
  readonly code: string;
  readonly syscall: string;
}

/** The error, its causes and the members of aggregates, outermost first. */
function causesOf(error: unknown): Cause[] {
  if (!(error instanceof Error)) return [];
  const { name, code, syscall } = error as Error & { code?: unknown; syscall?: unknown };
  const members: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [
    { name, code: String(code ?? ''), syscall: String(syscall ?? '') },
    ...causesOf(error.cause),
    ...members.flatMap(causesOf),
  ];
}
