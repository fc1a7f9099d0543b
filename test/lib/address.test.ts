import { describe, expect, it } from 'vitest';
import { displayAddress, requestedAddress } from '../../src/lib/address.ts';

const FEED = 'https://tide.example/feed';

describe('An address that people see', () => {
  it.each(['token', 'access_token', 'accessToken', 'API-Key', 'X-Amz-Signature', 'auth', 'oauth'])(
    'hides the value of %s',
    (name) => {
      expect(displayAddress(`${FEED}?${name}=s3cret&sort=new`)).toBe(
        `${FEED}?${name}=hidden&sort=new`,
      );
    },
  );

  it.each(['user_key', 'feedKey', 'session_id', 'sessionid', 'sig', 'pwd', 'code', 'authKey'])(
    'hides the value of %s, too',
    (name) => {
      expect(displayAddress(`${FEED}?${name}=s3cret`)).toBe(`${FEED}?${name}=hidden`);
    },
  );

  it.each(['author', 'authors', 'keyword', 'keywords', 'sessions', 'codec', 'design', 'monkey'])(
    'shows the value of %s',
    (name) => {
      expect(displayAddress(`${FEED}?${name}=smith`)).toBe(`${FEED}?${name}=smith`);
    },
  );

  it('has no user name, password and fragment', () => {
    expect(displayAddress('https://mira:s3cret@tide.example/feed#top')).toBe(FEED);
  });
});

describe('An address that a server is asked for', () => {
  it('is the whole one, without the fragment', () => {
    const whole = 'https://mira:s3cret@tide.example/feed?token=t0p';
    expect(requestedAddress(`${whole}#top`)).toBe(whole);
    expect(requestedAddress('nonsense')).toBe('nonsense');
  });
});
