import { z } from 'zod';
import { readDays, readTime } from './core/schedule.ts';
import { isAllowable } from './lib/guard.ts';
import { isNetwork } from './lib/network.ts';
import { Secret } from './lib/secret.ts';

/** A web address. */
export const feed = z.string().refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: ({ input }) =>
    `holds “${input}”, which is not a web address; write for instance https://example.org/feed`,
});

/** A host, with or without a port. */
export const host = z
  .string()
  .refine(
    isAllowable,
    'holds something that is no host; write for instance feeds.intra.example, or 10.0.0.5:8080',
  );

/** An IP address, or a network. */
export const network = z
  .string()
  .refine(
    isNetwork,
    'holds something that is no IP address or network; write for instance 127.0.0.1, 172.16.0.0/12',
  );

/** A web address that a path is put behind. */
export const address = feed.transform((text) => text.replace(/\/+$/, ''));

/** Where the database is. */
export const database = z
  .string()
  .refine(
    isDatabaseUrl,
    'must be sqlite: with a file name behind it, or like postgres://user:password@host:5432/database (signs of the password such as @ / # ? % are written %40 %2F %23 %3F %25)',
  );

/** True of an address that names a database. */
export function isDatabaseUrl(text: string): boolean {
  return /^sqlite:./.test(text) || isPostgresUrl(text);
}

/** A password with a sign that should be escaped makes a part of itself the name of the database. */
function isPostgresUrl(text: string): boolean {
  const url = /^postgres(?:ql)?:\/\//.test(text) ? URL.parse(text) : null;
  return url !== null && /^\/[^/@]+$/.test(url.pathname) && isDecodable(url);
}

function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    decodeURIComponent(`${username}${password}${pathname}`);
    return true;
  } catch {
    return false;
  }
}

/** Words with commas or spaces between them. */
export const list = z.string().transform((text) => text.split(/[\s,]+/).filter((it) => it !== ''));

/** arXiv categories. */
export const categories = list.pipe(
  z.array(
    z
      .string()
      .regex(
        /^[a-z-]+(\.[A-Za-z-]+)?$/,
        'holds something that is no arXiv category; write for instance cs.LG,stat.ML',
      ),
  ),
);

/** An hour of the day. */
export const time = z.string().transform((text, context) => {
  const found = readTime(text);
  if (!found) context.addIssue('is not an hour of the day; write for instance 09:00');
  return found ?? z.NEVER;
});

/** Days of the week. */
export const days = z.string().transform((text, context) => {
  const found = readDays(text.replaceAll(' ', ''));
  if (!found)
    context.addIssue('is not a list of days; write for instance weekdays, or mon,wed,fri');
  return found ?? z.NEVER;
});

/** Yes or no. */
export const flag = z
  .string()
  .refine((text) => /^(true|false|yes|no|1|0)$/i.test(text), 'must be true or false')
  .transform((text) => /^(true|yes|1)$/i.test(text));

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  const bounds = `${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;
  return z
    .string()
    .refine(
      (text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `is not a whole number from ${bounds}; write it without commas`,
    )
    .transform(Number);
}

/** A port number. */
export const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is not a port number')
  .transform(Number);

/** What must not show itself. */
export const secret = z
  .string()
  .transform((text) => new Secret(text))
  .optional();

/** A key, or a passphrase that is long enough to be one. */
export const encryptionKey = z
  .string()
  .min(32, 'is shorter than 32 characters; make one with openssl rand -base64 32')
  .transform((text) => new Secret(text))
  .optional();

/** An https address that paths are put behind, or this machine's own, to try things out. */
export const publicAddress = z
  .string()
  .refine(
    isOrigin,
    'must be an https address without a path, such as https://papers.example.org (or http://localhost:8080, to try it on this machine)',
  )
  .transform((text) => new URL(text).origin);

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  const isBare = /^https?:\/\/[^/?#@\s]+\/?$/.test(text);
  const isSafe =
    url?.protocol === 'https:' || /^(localhost|127\.0\.0\.1)$/.test(url?.hostname ?? '');
  return url !== null && isBare && isSafe;
}
