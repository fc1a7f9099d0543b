import { describe, expect, it, onTestFinished } from 'vitest';
import { V2 } from './components.ts';
import type { Window } from './entered.ts';
import type { ApiError } from './errors.ts';
import { type Begun, createInteractions } from './interactions.ts';
import { addMessage } from './messages.ts';
import { checkModal, fillIn } from './modal.ts';
import { createWorld } from './world.ts';

const BUTTON = { type: 2, style: 2, label: 'Save', custom_id: 'c:save' };
const SHOWN = {
  ...{ flags: V2, allowed_mentions: { parse: [] } },
  components: [{ type: 1, components: [BUTTON] }],
} as never;
const TEXT = { type: 4, custom_id: 'time', style: 1, required: true, max_length: 5 };
const LABEL = { type: 18, label: 'Time', component: TEXT };
const FORM = { custom_id: 'c:papers settings', title: 'Settings', components: [LABEL] };
const DEFER = { type: 5, data: { flags: 64 } };

describe('a press', () => {
  it('is of what is there', () => {
    const { post, interactions } = setUp();
    expect(() => interactions.press({ on: post, label: 'Delete' })).toThrow('there is: Save');
  });

  it('is complained of when nobody acknowledges it', async () => {
    const { world, press } = setUp(20);
    await expect(press().outcome).rejects.toThrow('was not acknowledged within 20 ms');
    expect(world.violations).toHaveLength(1);
  });

  it('is acknowledged once: a form can not come second', () => {
    const { press, respond } = setUp();
    const begun = press();
    respond(begun, DEFER);
    expect(() => respond(begun, { type: 9, data: FORM })).toThrow('already been acknowledged');
  });

  it('must not change what others see', () => {
    const { world, press, respond } = setUp();
    respond(press(), { type: 6 });
    expect(world.violations).toEqual(['a press changes what others see']);
  });

  it('must be answered for the presser alone', () => {
    const { world, press, respond } = setUp();
    respond(press(), { type: 5 });
    expect(world.violations).toEqual(['an answer to a command is not ephemeral']);
  });

  it('is answered with a message later, or with a form at once, and no other', () => {
    const { press, respond } = setUp();
    expect(() => respond(press(), { type: 8, data: { choices: [] } })).toThrow('Invalid Form');
    expect(() => respond(press(), { type: 4, data: { content: 'a' } })).toThrow('Invalid Form');
  });
});

describe('a form', () => {
  it('can not be answered with a form', async () => {
    const { press, respond, interactions } = setUp();
    const begun = press();
    respond(begun, { type: 9, data: FORM });
    const sent = interactions.send((await begun.outcome) as Window, { Time: '09:00' });
    quiet(sent);
    expect(() => respond(sent, { type: 9, data: FORM })).toThrow('Invalid Form');
  });

  const choice = (more: object) => ({
    ...{ type: 3, custom_id: 'days', required: false, min_values: 0, max_values: 1 },
    ...{ options: [{ label: 'Monday', value: 'mon' }], ...more },
  });
  const formOf = (...components: object[]) => ({ ...FORM, components });
  const labelled = (component: object) => ({ type: 18, label: 'Days', component });

  it.each<[string, object]>([
    [
      'six fields',
      formOf(...Array.from({ length: 6 }, (_, i) => labelled(choice({ custom_id: `${i}` })))),
    ],
    ['two fields of one name', formOf(LABEL, LABEL)],
    ['a field without a label', formOf({ type: 1, components: [TEXT] })],
    ['a label within', formOf(labelled({ ...TEXT, label: 'Time' }))],
    ['a text that is too long', formOf(labelled({ ...TEXT, value: '09:00 h' }))],
    ['a choice that must be and needs not be made', formOf(labelled(choice({ required: true })))],
    ['more to choose than there is', formOf(labelled(choice({ max_values: 2 })))],
  ])('is refused with %s', (_, form) => {
    expect(() => checkModal(form as never)).toThrow('Invalid Form');
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['No field', { Tim: '09:00' }],
    ['must be filled in', { Time: '' }],
    ['takes 5', { Time: '09:000' }],
    ['no such option', { Days: ['Sunday'] }],
  ])('lets nobody fill in what Discord would not: %s', (words, values) => {
    const window = formOf({ ...LABEL, component: { ...TEXT, value: '9' } }, labelled(choice({})));
    expect(() => fillIn(window as never, values)).toThrow(words);
  });
});

function setUp(acknowledgeMs = 3000) {
  const { world, named } = createWorld();
  const interactions = createInteractions(world, acknowledgeMs, () => 'http://127.0.0.1:1');
  onTestFinished(interactions.stop);
  const post = addMessage(world, named.general.id, world.applicationId, SHOWN);
  const [acknowledge] = interactions.routes;
  function respond({ event }: Begun, body: unknown): void {
    const { token } = event as { token: string };
    acknowledge?.handle({ params: { token }, query: new URLSearchParams(), body, files: [] });
  }
  const press = () => quiet(interactions.press({ on: post, label: 'Save' }));
  return { world, post, interactions, press, respond };
}

/** Nobody waits for the outcome. */
function quiet(begun: Begun): Begun {
  begun.outcome.catch((_: ApiError) => {});
  return begun;
}
