import { describe, expect, it } from 'vitest';
import { request, start } from './calls.ts';

const command = (changes: object = {}) => ({ name: 'papers', description: 'x', ...changes });
const text = (name: string, changes: object = {}) => ({
  ...{ type: 3, name, description: 'x' },
  ...changes,
});
const translated = (description_localizations: object) => ({ description_localizations });
const subcommands = (count: number, changes: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...text(`s${index}`, changes), type: 1 }));

describe('the fake Discord, of commands', () => {
  it.each<[string, object]>([
    ['a translation of 101', command(translated({ de: 'x'.repeat(101) }))],
    ['a translation of an option of 101', optioned(text('a', translated({ de: 'x'.repeat(101) })))],
    ['an empty translation', command(translated({ de: '' }))],
    ['a language that it does not know', command(translated({ 'de-DE': 'x' }))],
    ['26 options', command({ options: subcommands(26) })],
    ['two options of one name', optioned(text('a'), text('a'))],
    ['a required option behind another', optioned(text('a'), text('b', { required: true }))],
    ['a subcommand beside an option', optioned(text('a'), { ...text('b'), type: 1 })],
    [
      'a group in a group',
      optioned({ ...text('a'), type: 2, options: [{ ...text('b'), type: 2, options: [] }] }),
    ],
    [
      'more than 8,000 characters, of which the longest translation counts',
      command({
        options: subcommands(25, {
          options: ['a', 'b', 'c'].map((name) => text(name, translated({ de: 'x'.repeat(100) }))),
          ...translated({ de: 'x'.repeat(100) }),
        }),
      }),
    ],
  ])('refuses %s', async (_, entry) => {
    const server = await start();
    const path = `/applications/${server.applicationId}/commands`;
    const answer = await request(server, 'PUT', path, [entry]);
    expect(await answer.json()).toMatchObject({ code: 50035 });
    expect(server.commands).toEqual([]);
  });

  it('gives translations only to who asks for them', async () => {
    const server = await start();
    const path = `/applications/${server.applicationId}/commands`;
    const entry = optioned(text('a', translated({ de: 'ein x' })));
    await request(server, 'PUT', path, [entry]);
    const plain = await (await request(server, 'GET', path)).text();
    const full = await (await request(server, 'GET', `${path}?with_localizations=true`)).text();
    expect(plain).not.toContain('ein x');
    expect(full).toContain('ein x');
  });
});

function optioned(...options: object[]) {
  return command({ options });
}
