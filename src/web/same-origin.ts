import type { MiddlewareHandler } from 'hono';
import { csrf } from 'hono/csrf';

/**
 * Refuses forms that another site sends.
 * @param publicUrl where the program is reached behind a reverse proxy; null when unknown.
 */
export function sameOrigin(publicUrl: string | null): MiddlewareHandler {
  return csrf({
    origin: (origin, c) => origin === publicUrl || URL.parse(origin)?.host === c.req.header('host'),
  });
}
