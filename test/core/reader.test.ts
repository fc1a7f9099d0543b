import { describe, expect, it } from 'vitest';
import { readMailAddress } from '../../src/core/reader.ts';

describe('a mail address', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  Ada.Byron+papers@Example.ORG ', 'ada.byron+papers@example.org'],
    ["o'hara@mail.example.co.uk", "o'hara@mail.example.co.uk"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('%s is read', (typed, address) => {
    expect(readMailAddress(typed)).toBe(address);
  });

  it.each([
    ...['', 'ada', '@example.org', 'ada@', 'ada@localhost', 'ada@example', 'a b@example.org'],
    ...[
      'a@b@example.org',
      'ada@127.0.0.1',
      'ada@[127.0.0.1]',
      'ada@example.org:25',
      'ü@example.org',
    ],
    ...['ada@example.org\nBcc: eve@evil.example', 'ada@example.org, ben@example.org', 'a@b.c/d'],
    ...['x@a,b.example.com', 'x@a;b.example.com', 'x@"a.example.com', 'x@(c).example.com'],
    ...['"a"@example.org', '<ada@example.org>', `${'a'.repeat(65)}@example.org`],
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.org`,
  ])('%j is none', (typed) => {
    expect(readMailAddress(typed)).toBeNull();
  });
});
