import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Form } from '../../../src/core/form.ts';
import { readPress } from '../../../src/platforms/discord/custom-id.ts';
import { renderForm } from '../../../src/platforms/discord/modal.ts';
import { checkModal } from '../../support/discord/modal.ts';
import { checkResponse } from '../../support/discord/validate.ts';
import { createWorld } from '../../support/discord/world.ts';
import { hostileForm } from '../hostile.ts';

describe('a form', () => {
  it('is one that Discord takes, whatever words are in it', () => {
    fc.assert(
      fc.property(hostileForm, (form) => {
        const window = renderForm(form);
        if (window.components.length > 0) expectLegal(window);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out a choice of nothing', () => {
    const none = { kind: 'choice', name: 'a', label: 'A', options: [], chosen: [], several: true };
    const text = { ...{ kind: 'text', name: 'b', label: 'B', value: '' }, ...TEXT };
    const window = renderForm({ ...FORM, fields: [none, text] as never });
    expectLegal(window);
    expect(window.components).toMatchObject([{ label: 'B' }]);
  });

  it('cuts a text to what its field takes', () => {
    const text = { ...{ kind: 'text', name: 'b', label: 'B', value: 'word '.repeat(9) }, ...TEXT };
    const window = renderForm({ ...FORM, fields: [text] as never });
    expectLegal(window);
    expect(window.components).toMatchObject([{ component: { value: 'word…', max_length: 7 } }]);
  });

  it('remembers which channel it is about', () => {
    expect(readPress(renderForm(FORM, '1234').custom_id)).toEqual({
      ...{ kind: 'command', command: 'papers settings when', about: '1234' },
    });
  });
});

const FORM: Form = {
  ...{ title: 'When papers come', command: 'papers settings when', submit: 'Save' },
  fields: [],
};
const TEXT = { long: false, required: true, maxLength: 7 };

function expectLegal(window: ReturnType<typeof renderForm>): void {
  const { world } = createWorld();
  checkResponse({ type: 9, data: JSON.parse(JSON.stringify(window)) }, world);
  checkModal(window);
  expect(world.violations).toEqual([]);
}
