import { expect, it } from 'vitest';
import { withoutOpening } from '../../../src/core/summary/openings.ts';

it.each([
  ['In this paper, we propose a model.', 'We propose a model.'],
  ['To address this gap, we propose a model.', 'We propose a model.'],
  ['To address these issues, in this work, we ask why.', 'We ask why.'],
  ['However, in this work, graphs fail.', 'Graphs fail.'],
  ['Furthermore, the model is fast.', 'The model is fast.'],
  ['Motivated by this, we wait.', 'We wait.'],
  ['However, vLLM is fast.', 'vLLM is fast.'],
  ['Then, x(t) grows.', 'x(t) grows.'],
  ['However, In this study, we look.', 'We look.'],
  ['In this work we propose a model.', 'We propose a model.'],
  ['Second, the model is fast.', 'The model is fast.'],
  ['In contrast, in this paper, we wait.', 'We wait.'],
  ['On the other hand, graphs fail.', 'Graphs fail.'],
])('%s', (sentence, expected) => {
  expect(withoutOpening(sentence)).toBe(expected);
});

it.each([
  'We propose a model.',
  'To address hallucination, we propose a model.',
  'However fast it is, the model fails.',
  'Here be dragons.',
  'In contrast to graphs, trees work.',
  'First steps are small.',
  'In this work the model fails.',
])('leaves as it is: %s', (sentence) => {
  expect(withoutOpening(sentence)).toBe(sentence);
});
