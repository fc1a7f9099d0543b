import { describe, expect, it } from 'vitest';
import { toDate } from '../../src/sources/date.ts';

describe('A date in a feed or an answer', () => {
  it.each([
    ['Mon, 29 Sep 2025 00:00:00 -0400', '2025-09-29T04:00:00.000Z'],
    ['Mon, 29 Sep 2025 00:00:00 EST', '2025-09-29T05:00:00.000Z'],
    ['2025-09-29T00:00:00-04:00', '2025-09-29T04:00:00.000Z'],
    ['2025-09-29', '2025-09-29T00:00:00.000Z'],
    [' 2025-09-29T10:00:00 ', '2025-09-29T10:00:00.000Z'],
    ['2025-09-29 10:00', '2025-09-29T10:00:00.000Z'],
    ['29 Sep 2025 10:00:00', '2025-09-29T10:00:00.000Z'],
  ])('%s', (written, iso) => {
    expect(toDate(written)?.toISOString()).toBe(iso);
  });

  it.each(['', 'soon', 'Mon, 45 Sep 2025'])('is none: "%s"', (written) => {
    expect(toDate(written)).toBeNull();
  });
});
