import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from './server.ts';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer(() => 'Fine.', { key: 'sk-test' });
});
afterEach(() => server.close());

const GOOD = {
  model: 'test-model',
  messages: [{ role: 'user', content: 'Say something.' }],
};

async function ask(body: unknown, key = 'sk-test') {
  const response = await fetch(`${server.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: JSON.stringify(await response.json()) };
}

describe('the server of a language model', () => {
  it('answers a question that is well put', async () => {
    const { status, body } = await ask(GOOD);
    expect([status, body]).toEqual([200, expect.stringContaining('Fine.')]);
    expect(server.questions).toEqual([GOOD]);
  });

  it.each<[string, unknown, string, number]>([
    ['an unknown field', { ...GOOD, top_q: 1 }, 'top_q', 400],
    ['no model', { messages: GOOD.messages }, 'supplied', 400],
    ['another model', { ...GOOD, model: 'other' }, 'does not exist', 404],
    ['no message', { ...GOOD, messages: [] }, 'supplied', 400],
    ['an empty message', { ...GOOD, messages: [{ role: 'user', content: '' }] }, 'supplied', 400],
    ['a heat of three', { ...GOOD, temperature: 3 }, 'supplied', 400],
    ['two limits', { ...GOOD, max_tokens: 9, max_completion_tokens: 9 }, 'both', 400],
    ['what is no JSON', '{', 'supplied', 400],
  ])('refuses %s', async (_, question, words, status) => {
    const answer = await ask(question);
    expect(answer).toEqual({ status, body: expect.stringContaining(words) });
    expect([server.questions.length, server.refused.length]).toEqual([0, 1]);
  });

  it('refuses another key', async () => {
    expect(await ask(GOOD, 'sk-other')).toMatchObject({ status: 401 });
  });
});
