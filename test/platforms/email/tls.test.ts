import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { failure, request, setUp } from './set-up.ts';

/** A certificate for 127.0.0.1 that nobody has signed but itself. */
const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
});
const certificate = { key: made.private, cert: made.cert };

const calm = AbortSignal.timeout(60_000);
const LOGIN = { user: 'papers', pass: 'password' };

describe.each(['implicit', 'required'] as const)('TLS (%s)', (tls) => {
  it('is refused with a certificate that nobody vouches for', async () => {
    const { server, sender, email } = await setUp({ tls, certificate, login: LOGIN });
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'platform' });
    expect(error.message).toMatch(
      /^No safe connection to the mail server of SMTP_URL \(.*self-signed/,
    );
    expect(await email.check()).toMatchObject([{ ok: false, remedy: error.message }]);
    expect(server.mails).toEqual([]);
  });

  it('is used with one that this machine trusts', async () => {
    const usual = getCACertificates('default');
    setDefaultCACertificates([...usual, certificate.cert]);
    try {
      const { server, sender } = await setUp({ tls, certificate, login: LOGIN });
      await sender.send(request(), calm);
      expect(server.mails).toMatchObject([{ secure: true, user: 'papers' }]);
    } finally {
      setDefaultCACertificates(usual);
    }
  });
});

describe('TLS', () => {
  it('is never done without where it is required: no password leaves', async () => {
    const { server, sender } = await setUp({ login: LOGIN }, { tls: 'required' });
    const error = await failure(sender.send(request(), calm));
    expect(error).toMatchObject({ kind: 'retry', concerns: 'platform' });
    expect(error.message).toMatch(/^No safe connection/);
    expect(server.mails).toEqual([]);
  });
});
