import { MessageResponseSchema } from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { request, start } from './calls.ts';
import { V2 } from './components.ts';

const text = (content: string) => ({ type: 10, content });
const button = (more: object = {}) => ({
  ...{ type: 2, style: 2, label: 'Save', custom_id: 'c:save', ...more },
});
const link = { type: 2, style: 5, label: 'PDF', url: 'https://arxiv.org/' };
const rowOf = (...components: object[]) => ({ type: 1, components });
const option = (value: string, label = value) => ({ label, value });
const menu = (...options: object[]) => ({ type: 3, custom_id: 'm:', options });
const body = (...components: object[]) => ({
  ...{ components, flags: V2, allowed_mentions: { parse: [] } },
});

describe('a message of version 2', () => {
  it('is taken, and shown in the shape of the published schema', async () => {
    const { server, post } = await startPosting();
    const section = { type: 9, components: [text('grpo')], accessory: button() };
    const box = { type: 17, accent_color: 1, components: [section, { type: 14 }, text('b')] };
    const sent = body(
      text('a'),
      box,
      rowOf(button({ custom_id: 'c:x' }), link),
      rowOf(menu(option('1'))),
    );
    const answer = await post(sent);
    expect(answer.status).toBe(200);
    const shown = await answer.json();
    expect(shown).toMatchObject({ flags: V2, components: [{ id: 1 }, { id: 2 }, {}, {}] });
    expect(MessageResponseSchema.safeParse(shown).error).toBeUndefined();
    expect(server.violations).toEqual([]);
  });

  it.each<[string, object, number]>([
    ['without components', body(), 50006],
    ['with content', { ...body(text('a')), content: 'a' }, 50035],
    ['with an embed', { ...body(text('a')), embeds: [{ title: 'a' }] }, 50035],
    ['without its flag', { ...body(text('a')), flags: 0 }, 50035],
    [
      'of 41 components, nested ones included',
      body(...Array(20).fill(rowOf(link)), text('a')),
      50035,
    ],
    ['of 4,001 characters', body(text('x'.repeat(2000)), text('x'.repeat(2001))), 50035],
    ['with an empty text', body(text(' ')), 50035],
    ['with two buttons of one name', body(rowOf(button(), button())), 50035],
    ['with six buttons in a row', body(rowOf(...Array(6).fill(link))), 50035],
    ['with a button outside a row', body(button()), 50035],
    ['with a menu beside a button', body(rowOf(menu(option('1')), button())), 50035],
    ['with a menu of nothing', body(rowOf(menu())), 50035],
    ['with a menu of 26', body(rowOf(menu(...Array(26).fill(option('1'))))), 50035],
    ['with two options of one value', body(rowOf(menu(option('1'), option('1', 'b')))), 50035],
    ['with an option without words', body(rowOf(menu(option('1', ' ')))), 50035],
    ['with an option of 101', body(rowOf(menu(option('1', 'x'.repeat(101))))), 50035],
    ['with a name of 101', body(rowOf(button({ custom_id: 'x'.repeat(101) }))), 50035],
    ['with a label of 81', body(rowOf(button({ label: 'x'.repeat(81) }))), 50035],
    ['with a button without words', body(rowOf(button({ label: ' ' }))), 50035],
    ['with a button without a name', body(rowOf({ type: 2, style: 2, label: 'a' })), 50035],
    ['with a link that has a name', body(rowOf({ ...link, custom_id: 'a' })), 50035],
    ['with a link of 513', body(rowOf({ ...link, url: `https://a.b/${'x'.repeat(501)}` })), 50035],
    ['with a link to a bare host name', body(rowOf({ ...link, url: 'https://localhost/' })), 50035],
    ['with a section without a button', body({ type: 9, components: [text('a')] }), 50035],
    ['with a box in a box', body({ type: 17, components: [{ type: 17, components: [] }] }), 50035],
    ['with a file that is not there', body({ type: 13, file: { url: 'attachment://a' } }), 50035],
  ])('is refused %s', async (_, sent, code) => {
    const { server, post } = await startPosting();
    const answer = await post(sent);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code });
    expect(server.messages()).toEqual([]);
  });

  it('takes the place of an older one only when that is emptied', async () => {
    const { server, post } = await startPosting();
    await post({ content: 'old', allowed_mentions: { parse: [] } });
    const [old] = server.messages();
    const path = `/channels/${server.channels.papers.id}/messages/${old?.id}`;
    const edit = (more: object) =>
      request(server, 'PATCH', path, { ...body(text('new')), ...more });
    expect((await edit({})).status).toBe(400);
    expect((await edit({ content: null, embeds: null })).status).toBe(200);
    expect((await edit({ flags: 0, content: 'old again' })).status).toBe(400);
  });
});

async function startPosting() {
  const server = await start();
  const path = `/channels/${server.channels.papers.id}/messages`;
  return { server, post: (sent: unknown) => request(server, 'POST', path, sent) };
}
