/** Failures before a connection stood: nothing reached the other side. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
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
  return causesOf(error).some((cause) => {
    const code = codeOf(cause);
    const connecting = 'syscall' in cause && cause.syscall === 'connect';
    return NEVER_LEFT.has(code) || (code === 'ETIMEDOUT' && connecting);
  });
}

/**
 * What broke a request, in a few words without secrets: "ECONNREFUSED", "no answer in time".
 * @param aborted what an abort means: some clients abort at their own timeout.
 */
export function networkFailure(error: unknown, aborted = 'interrupted'): string {
  const causes = causesOf(error);
  if (causes.some(({ name }) => name === 'TimeoutError')) return 'no answer in time';
  if (causes.some(({ name }) => name === 'AbortError')) return aborted;
  return causeCode(error) ?? 'no valid answer';
}

/** The innermost code of Node or undici ("ENOTFOUND") among the causes; undefined without one. */
export function causeCode(error: unknown): string | undefined {
  return causesOf(error)
    .map(codeOf)
    .findLast((code) => /^[A-Z][A-Z\d_]+$/.test(code));
}

/** The error, its causes and the members of aggregates, outermost first. */
export function causesOf(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const members: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [error, ...causesOf(error.cause), ...members.flatMap(causesOf)];
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
