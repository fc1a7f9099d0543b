import { StorageError } from './errors.ts';

/** Codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const SENTENCES: Readonly<Record<string, (place: Place) => string>> = {
  '28P01': ({ at, user }) =>
    `The database at ${at} refuses the password of ${user}. Check DATABASE_URL.`,
  '28000': ({ at, user }) =>
    `The database at ${at} lets ${user} not in. Check DATABASE_URL, and pg_hba.conf there.`,
  '3D000': ({ at, name }) =>
    `There is no database ${name} at ${at}. Make it with: createdb ${name}`,
  '42501': ({ at, name, user }) =>
    `The user ${user} may not do that in the database ${name} at ${at}. Make it the owner: ALTER DATABASE ${name} OWNER TO ${user}`,
  '53300': ({ at }) =>
    `The database at ${at} has no connection left. Raise max_connections there, or run fewer processes.`,
  '53100': ({ at }) =>
    `The disk of the database at ${at} is full. Make room there; nothing that is stored is lost.`,
  '22P05': ({ at, name }) =>
    `The database ${name} at ${at} does not hold every script. Make one that does: createdb --encoding=UTF8 --template=template0 <name>`,
  '08P01': ({ at }) =>
    `What answers at ${at} refuses settings of ours, as a pooler such as PgBouncer does. Point DATABASE_URL at PostgreSQL itself.`,
  '57014': ({ at }) =>
    `The database at ${at} stopped what took too long: another process may be bringing it up to date, or it has too much to do. Try again in some minutes, and look there at what runs (pg_stat_activity); nothing that is stored is lost.`,
  '25006': ({ at }) =>
    `The database at ${at} takes no writes: it is a standby, or set to read only. Point DATABASE_URL at the primary.`,
};

/** Of the system and of node-postgres, when nothing answers, or no longer. */
const OUT_OF_REACH =
  /^(?:ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|08\w{3}|57P0[1-4])$/;
const CUT_OFF = /terminat|timeout exceeded when trying to connect|Connection ended|not queryable/i;

interface Place {
  readonly at: string;
  readonly name: string;
  readonly user: string;
}

/**
 * An error of PostgreSQL as one for people, without the password; any other is given back as it is.
 * @param url of the database.
 */
export function explainPostgres(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error;
  const code = codeOf(error);
  const place = placeOf(url);
  const sentence = SENTENCES[code]?.(place);
  if (sentence) return new StorageError('out of reach', sentence, error);
  if (!OUT_OF_REACH.test(code) && !CUT_OFF.test(error.message)) return error;
  return new StorageError(
    'out of reach',
    `The database at ${place.at} does not answer (${code || error.message}). Check that PostgreSQL runs there, and DATABASE_URL; nothing that is stored is lost.`,
    error,
  );
}

function codeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return codeOf(error.errors[0]);
  return 'code' in error ? String(error.code) : '';
}

/** True when a statement failed only because one before it did. */
export function isAftermath(error: unknown): boolean {
  return (
    error instanceof Error && (codeOf(error) === '25P02' || /not queryable/.test(error.message))
  );
}

function placeOf(url: string): Place {
  const { host, pathname, username } = new URL(url);
  return {
    at: host || 'localhost',
    name: decodeURIComponent(pathname.slice(1)) || 'postgres',
    user: decodeURIComponent(username) || 'this user',
  };
}
