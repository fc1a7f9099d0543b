import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import type { WebConfig } from '../../config-web.ts';
import type { Clock } from '../../lib/clock.ts';
import { isSameSecret } from '../../lib/secret.ts';
import type { Visitors } from '../visitors.ts';

const COOKIE = 'paper_route_operator';
/** An operator signs in once a week, in milliseconds. */
const SESSION_MS = 7 * 86_400_000;

/** Wrong tokens of one address in a minute. */
const GUESSES = 10;

/** Who is the operator. Readers get no cookie. */
export interface Gate {
  /** True of a request by the operator: by cookie, by `Authorization: Bearer`, or named by the proxy. */
  isOperator(c: Context): Promise<boolean>;
  /** Signs in whoever knows the token; false for any other. */
  signIn(c: Context, typed: string): Promise<boolean>;
  signOut(c: Context): void;
  /** True where an operator can sign in here; false where the proxy alone decides. */
  readonly hasToken: boolean;
  /** Lets the operator pass, and sends others to `refuse`. */
  only(refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler;
}

export function createGate(config: WebConfig, visitors: Visitors, now: Clock): Gate {
  const token = config.adminToken?.reveal() ?? null;
  const { adminHeader, publicUrl } = config;
  const guesses = visitors.guesses(GUESSES);

  /** The proxy overwrites the header; from anybody else it is worth nothing. */
  function isNamed(c: Context): boolean {
    return adminHeader !== null && visitors.isByProxy(c) && Boolean(c.req.header(adminHeader));
  }

  async function hasSession(c: Context): Promise<boolean> {
    if (token === null) return false;
    const until = await getSignedCookie(c, token, COOKIE);
    return typeof until === 'string' && Number(until) > now().getTime();
  }

  async function bears(c: Context): Promise<boolean> {
    const [, given] = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '') ?? [];
    if (token === null || given === undefined || (await guesses.areSpent(c))) return false;
    if (isSameSecret(given, token)) return true;
    await guesses.count(c);
    return false;
  }

  async function isOperator(c: Context): Promise<boolean> {
    return isNamed(c) || (await bears(c)) || (await hasSession(c));
  }

  return {
    isOperator,
    hasToken: token !== null,
    async signIn(c, typed) {
      if (token === null || !isSameSecret(typed, token)) return false;
      const until = now().getTime() + SESSION_MS;
      const secure = publicUrl?.startsWith('https:') === true && !isTriedHere(c, visitors);
      const kept = { path: '/admin', httpOnly: true, sameSite: 'Strict', secure } as const;
      await setSignedCookie(c, COOKIE, String(until), token, {
        ...kept,
        maxAge: SESSION_MS / 1_000,
      });
      return true;
    },
    signOut: (c) => void deleteCookie(c, COOKIE, { path: '/admin' }),
    only: (refuse) => async (c, next) => {
      if (!(await isOperator(c))) return refuse(c);
      await next();
    },
  };
}

/** True of a browser on the machine itself, past the proxy: it has no https. */
function isTriedHere(c: Context, visitors: Visitors): boolean {
  return (
    /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(c.req.header('host') ?? '') &&
    !visitors.isByProxy(c)
  );
}
