import { describe, expect, it } from 'vitest';
import { CipherError, createCipher } from '../../src/lib/cipher.ts';

const cipher = createCipher('a passphrase of more than thirty-two characters');

describe('a sealed text', () => {
  it.each(['xoxb-1-secret', '', 'π, 論文 and 🗞️', 'x'.repeat(100_000)])(
    'opens again: %.12s',
    (text) => {
      expect(cipher.open(cipher.seal(text, 'slack T1'), 'slack T1')).toBe(text);
    },
  );

  it('opens with the same key in another process', () => {
    const other = createCipher('a passphrase of more than thirty-two characters');
    expect(other.open(cipher.seal('token', 'slack T1'), 'slack T1')).toBe('token');
  });

  it('shows nothing of the text, and never looks the same twice', () => {
    const [first, second] = [cipher.seal('xoxb-1', 'slack T1'), cipher.seal('xoxb-1', 'slack T1')];
    expect(first).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(first.slice(3), 'base64url').toString('latin1')).not.toContain('xoxb');
    expect(first).not.toBe(second);
  });

  it('does not open for another workspace', () => {
    const sealed = cipher.seal('token', 'slack T1');
    expect(() => cipher.open(sealed, 'slack T2')).toThrow(CipherError);
  });

  it('does not open with another key', () => {
    const other = createCipher('another passphrase of more than thirty-two');
    expect(() => other.open(cipher.seal('token', 'slack T1'), 'slack T1')).toThrow(
      'it was sealed with another key, or was changed',
    );
  });

  it('does not open once any of its bytes was changed, or lost', () => {
    const bytes = Buffer.from(cipher.seal('token', 'slack T1').slice(3), 'base64url');
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => cipher.open(written(changed), 'slack T1')).toThrow(CipherError);
      expect(() => cipher.open(written(bytes.subarray(0, index)), 'slack T1')).toThrow(CipherError);
    }
  });

  it.each(['', 'v1.', 'v2.AAAA', 'xoxb-1-in-the-clear', 'v1.!!'])('is not “%s”', (text) => {
    expect(() => cipher.open(text, 'slack T1')).toThrow(CipherError);
  });
});

it('a derived secret is the same each time, and another one for each purpose', () => {
  expect(cipher.derive('state')).toBe(cipher.derive('state'));
  expect(cipher.derive('state')).not.toBe(cipher.derive('other'));
  expect(cipher.derive('state')).toHaveLength(43);
});

function written(bytes: Buffer): string {
  return `v1.${bytes.toString('base64url')}`;
}
