import { DeliveryError } from '../../core/delivery.ts';

/** A write to standard output that failed, for instance because its reader is gone. */
export function toDeliveryError(error: unknown): DeliveryError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return new DeliveryError('retry', `The terminal can't be written to (${code}).`, {
    cause: error,
  });
}
