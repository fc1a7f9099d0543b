import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../../src/core/summary/extract.ts';
import { BUDGET } from '../../../src/core/summary/limits.ts';
import { createTermWeights } from '../../../src/core/summary/term-weights.ts';

const NO_ARCHIVE = createTermWeights();

const TIDES = {
  title: 'TideNet: Forecasting Tides with Small Transformers',
  abstract: [
    'Tides have been forecast for centuries, and harbours depend on good forecasts.',
    'However, existing harmonic models remain difficult to adapt to new harbours.',
    'In this paper, we propose TideNet, a small transformer that forecasts tides from the water levels of one week.',
    'It is trained on the levels of 40 harbours.',
    'Experiments show that TideNet outperforms harmonic models by 12% and adapts to a new harbour within a day.',
    'Our code is available.',
  ].join(' '),
};

describe('extract', () => {
  it('says what is new and what came out of it, in order, without "In this paper"', () => {
    expect(extract(TIDES, NO_ARCHIVE)).toBe(
      'We propose TideNet, a small transformer that forecasts tides from the water levels of one week. Experiments show that TideNet outperforms harmonic models by 12% and adapts to a new harbour within a day.',
    );
  });

  it('takes what leans on another sentence only with that one', () => {
    const abstract =
      'We propose a clock that tides drive, for harbours and for ships of every size and age. It also tells tides of the harbours that it knows. Ships are old.';
    const paper = { title: 'Tides of harbours', abstract };
    expect(extract(paper, NO_ARCHIVE, { budget: 150 })).toBe(
      abstract.replace(' Ships are old.', ''),
    );
    expect(extract(paper, NO_ARCHIVE, { budget: 90 })).toBe(abstract.slice(0, 86));
  });

  it('takes what the title names where there are no cues', () => {
    const abstract =
      'Rivers carry sand to the sea. Dunes of the coast grow by wind alone. Grass holds them in place. Storms move them again.';
    expect(extract({ title: 'Dunes and wind', abstract }, NO_ARCHIVE, { budget: 50 })).toBe(
      'Dunes of the coast grow by wind alone.',
    );
  });

  it('does not tell the same twice', () => {
    const abstract =
      'We show that small models forecast the tides well. We show that small models forecast tides. Large models forecast storms and floods of rivers.';
    const summary = extract({ title: 'Forecasting tides and storms', abstract }, NO_ARCHIVE, {
      budget: 120,
    });
    expect(summary).toBe(
      'We show that small models forecast the tides well. Large models forecast storms and floods of rivers.',
    );
  });

  it('gives the same of the same', () => {
    expect(extract(TIDES, NO_ARCHIVE)).toBe(extract(TIDES, createTermWeights()));
  });

  it('cuts at a space where no sentence fits', () => {
    const abstract = `We propose ${'a very long method and '.repeat(30)}more.`;
    const summary = extract({ title: 'Long', abstract }, NO_ARCHIVE);
    expect(summary.length).toBeLessThanOrEqual(BUDGET);
    expect(summary).toMatch(/^We propose a very long method and .* \w+…$/);
  });

  it('leaves nothing out of an abstract of two or three sentences that fits', () => {
    const abstract = 'We invent a clock. Code is available. In this paper, it ticks.';
    expect(extract({ title: 'A clock', abstract }, NO_ARCHIVE)).toBe(abstract);
  });

  it('gives what little there is', () => {
    expect(extract({ title: 'None', abstract: '' }, NO_ARCHIVE)).toBe('');
    expect(extract({ title: 'Little', abstract: 'Soon.' }, NO_ARCHIVE)).toBe('Soon.');
  });

  it('reads a text without sentences and one of thousands', () => {
    const words = 'word '.repeat(100_000);
    expect(extract({ title: 'Words', abstract: words }, NO_ARCHIVE).length).toBeLessThanOrEqual(
      BUDGET,
    );
    const many = 'This one sentence is here again. '.repeat(5_000);
    expect(extract({ title: 'Many', abstract: many }, NO_ARCHIVE)).toBe(
      'This one sentence is here again.',
    );
  });

  it('keeps to the budget and to the words of the abstract, whatever the text', () => {
    const text = fc
      .array(
        fc.constantFrom('We', 'propose', 'it', '.', 'show', '95%', 'e.g.', '漢字。', '🧪', ','),
        {
          maxLength: 200,
        },
      )
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, fc.integer({ min: 30, max: 500 }), (abstract, budget) => {
        const summary = extract({ title: 'Any', abstract }, NO_ARCHIVE, { budget });
        expect(summary.length).toBeLessThanOrEqual(budget);
        for (const word of summary.replace('…', '').toLowerCase().split(' '))
          expect(abstract.toLowerCase()).toContain(word);
      }),
    );
  });
});
