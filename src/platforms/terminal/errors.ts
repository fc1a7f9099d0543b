import { DeliveryError } from '../../core/delivery.ts';

/** A write to standard output that failed, for instance because its reader is gone. */
export function toDeliveryError(error: unknown): DeliveryError {
  const code = codeOf(error) ?? 'unknown reason';
  return new DeliveryError('retry', `The terminal can't be written to (${code}).`, {
    cause: error,
  });
}

/** True when whoever read our output has left, as `| head` does: nobody is at the terminal. */
export function isReaderGone(error: unknown): boolean {
  return codeOf(error) === 'EPIPE';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
