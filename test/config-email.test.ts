import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { readSmtpUrl } from '../src/config-email.ts';
import { Secret } from '../src/lib/secret.ts';
import { mistakesOf } from './support/mistakes.ts';

const WHOLE = {
  SMTP_URL: 'smtp://papers:hush%40home@mail.example.org',
  EMAIL_FROM: 'Paper Route <Papers@Example.org>',
  PUBLIC_URL: 'https://papers.example.org',
  HTTP_PORT: '8080',
};

describe('e-mail', () => {
  it('is off without a mail server', () => {
    expect(readConfig({}).email).toBeNull();
  });

  it('is tried out on one’s own machine without https', () => {
    const { email } = readConfig({ ...WHOLE, PUBLIC_URL: 'http://localhost:8080/' });
    expect(email?.publicUrl).toBe('http://localhost:8080');
  });

  it('takes a server, whom mails are from, and where readers reach us', () => {
    const { email } = readConfig(WHOLE);
    expect(email).toMatchObject({
      from: { name: 'Paper Route', address: 'papers@example.org' },
      publicUrl: 'https://papers.example.org',
      bounceToken: null,
    });
    expect(`${inspect(email, { depth: 9 })}${JSON.stringify(email)}`).not.toContain('hush');
  });

  it.each(['SMTP_URL', 'EMAIL_FROM', 'PUBLIC_URL', 'HTTP_PORT'])('needs %s', (name) => {
    const mistakes = mistakesOf({ ...WHOLE, [name]: '' });
    expect(mistakes).toEqual([expect.stringContaining(`${name} is missing`)]);
  });

  it.each([
    ['papers@example.org', 'Paper Route', 'papers@example.org'],
    ['"Papers, daily" <a@b.example>', 'Papers, daily', 'a@b.example'],
    ['<a@b.example>', 'Paper Route', 'a@b.example'],
  ])('is from %s', (EMAIL_FROM, name, address) => {
    expect(readConfig({ ...WHOLE, EMAIL_FROM }).email?.from).toEqual({ name, address });
  });

  it.each(['papers', 'a@b', 'A <b> <c@d.example>', 'a@b.example, c@d.example'])(
    'is not from %s',
    (EMAIL_FROM) => {
      expect(mistakesOf({ ...WHOLE, EMAIL_FROM })).toEqual([
        expect.stringMatching(/^EMAIL_FROM is not a mail address/),
      ]);
    },
  );

  it.each([
    'http://hush@mail.example.org',
    'smtp:mail.example.org',
    'smtp://papers:hu/sh@mail.example.org',
    'smtp://papers:hu%sh@mail.example.org',
    'smtp://papers:hush@mail.example.org/path',
    'smtp://papers:hush@mail.example.org?tls=of',
  ])('says what is wrong with %s without showing it', (SMTP_URL) => {
    const mistakes = mistakesOf({ ...WHOLE, SMTP_URL });
    expect(mistakes).toEqual([
      expect.stringMatching(/^SMTP_URL is not the address of a mail server; write for instance/),
    ]);
    expect(mistakes.join()).not.toContain('hush');
  });
});

describe('the address of a mail server', () => {
  const login = { user: 'papers', pass: 'p@ss' };
  it.each([
    ['smtp://papers:p%40ss@mail.example.org', 'mail.example.org', 587, 'required', login],
    ['smtps://papers:p%40ss@mail.example.org', 'mail.example.org', 465, 'implicit', login],
    ['smtp://mail.example.org:25', 'mail.example.org', 25, 'offered', null],
    ['smtp://papers:p%40ss@mail:2525?tls=off', 'mail', 2525, 'off', login],
    ['smtp://localhost:25', 'localhost', 25, 'off', null],
    ['smtp://[::1]:25', '::1', 25, 'off', null],
  ])('%s', (url, host, port, tls, who) => {
    expect(readSmtpUrl(new Secret(url))).toEqual({ host, port, tls, login: who });
  });
});
