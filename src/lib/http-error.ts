import { displayAddress } from './address.ts';
import { causeCode, causesOf } from './network-failure.ts';

/** An exchange that brought no answer: one sentence for people, no secret in it. */
export class HttpError extends Error {
  /** False when nothing answered at all: no such name, connection refused, no network. */
  readonly reached: boolean;

  constructor(message: string, options: { reached: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'HttpError';
    this.reached = options.reached;
  }
}

interface Circumstances {
  /** The caller aborted. */
  readonly stopped: boolean;
  /** The deadline passed. */
  readonly late: boolean;
  readonly timeoutMs: number;
}

/** Codes of Node and undici for "nobody answered", with what to tell a person. */
const UNREACHED: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has no address in the DNS: check its name and the network connection',
  EAI_AGAIN: 'could not be looked up: check the network connection',
  ECONNREFUSED: 'refused the connection: check the address, or try again later',
  ENETUNREACH: 'could not be reached: check the network connection',
  ENETDOWN: 'could not be reached: check the network connection',
  EHOSTUNREACH: 'could not be reached: check the network connection',
  EHOSTDOWN: 'could not be reached: check the network connection',
  EADDRNOTAVAIL: 'could not be reached: check the network connection',
  ETIMEDOUT: 'did not take the connection in time: check the network connection',
  'bad port': 'has a port that the Fetch standard forbids: check the address',
  UND_ERR_CONNECT_TIMEOUT: 'did not take the connection in time: check the network connection',
};

/** Says what went wrong with an exchange, from whatever undici threw. */
export function toHttpError(error: unknown, address: string, it: Circumstances): HttpError {
  if (error instanceof HttpError) return error;
  const where = displayAddress(address);
  if (it.stopped) return new HttpError(`Reading ${where} was stopped.`, { reached: true });
  if (it.late) return new HttpError(`${where} ${lateness(it.timeoutMs)}.`, { reached: true });
  const code = errorCode(error);
  const reason = UNREACHED[code];
  if (reason)
    return new HttpError(`${hostOf(address)} ${reason}.`, { reached: false, cause: error });
  return new HttpError(`${where} broke off its answer (${code}): try again later.`, {
    reached: true,
    cause: error,
  });
}

function lateness(timeoutMs: number): string {
  return `did not answer in full within ${timeoutMs / 1000} seconds`;
}

/** The code of what broke; undici gives a forbidden port none. */
function errorCode(error: unknown): string {
  if (causesOf(error).some(({ message }) => message === 'bad port')) return 'bad port';
  return causeCode(error) ?? 'no reason given';
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? displayAddress(address);
}
