import { expect, it } from 'vitest';
import { type Cues, cuesOf } from '../../../src/core/summary/cues.ts';

function found(sentence: string): string[] {
  const cues: Cues = cuesOf(sentence);
  return Object.keys(cues).filter((name) => cues[name as keyof Cues]);
}

it.each<readonly [string, readonly (keyof Cues)[]]>([
  ['We propose a model of tides.', ['own', 'contribution']],
  ['This paper therefore introduces two benchmarks.', ['own', 'contribution']],
  ['This work formally analyzes gradients.', ['own', 'contribution']],
  ['Results show that it works.', ['finding']],
  ['It outperforms the baseline by 12.5%.', ['gain', 'figure', 'leaning']],
  ['The kernel is 2.5× faster on one machine.', ['figure']],
  ['However, tides remain difficult to forecast.', ['background']],
  ['Transformers have become common.', ['background']],
  ['Code is available.', ['availability']],
  ['We release the kernel as an open-source project.', ['own', 'contribution', 'availability']],
  ['These models are small.', ['leaning']],
  ['By counting the waves, this method saves time.', ['leaning']],
  ['(2) A kernel that saves time.', ['leaning']],
  ['iii) A kernel that saves time.', ['leaning']],
  ['Tides rise and fall.', []],
  ['The web is wide.', []],
])('%s', (sentence, expected) => {
  expect(found(sentence)).toEqual(expected);
});
