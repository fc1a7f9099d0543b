import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkSummary } from '../../../src/core/summary/check.ts';
import { WriterError } from '../../../src/core/summary/writer.ts';
import type { OpenAIOptions } from '../../../src/writers/openai/index.ts';
import { deadOrigin } from '../../support/feeds/server.ts';
import {
  type Behaviour,
  choiceOf,
  type ModelServer,
  startModelServer,
} from '../../support/model/server.ts';
import { writerFor } from '../../support/model/writer.ts';

const PAPER = {
  title: 'Tidal Attention for Long Contexts',
  abstract:
    'We propose tidal attention, which ebbs with distance. It halves the memory of LLaMA-3.',
  language: 'en',
} as const;
const GOOD = 'Tidal attention ebbs with distance and halves the memory of LLaMA-3.';

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const writer = (options: Partial<OpenAIOptions> = {}) => writerFor(server, options);

function write(options: Partial<OpenAIOptions> = {}, signal = new AbortController().signal) {
  return writer(options).write(PAPER, signal);
}

async function failure(work: Promise<unknown>): Promise<WriterError> {
  const error = await work.then(
    () => undefined,
    (error) => error,
  );
  expect(error).toBeInstanceOf(WriterError);
  return error;
}

describe('a language model', () => {
  it('is told the title and the abstract alone, between marks, with the rules apart', async () => {
    server.behave(() => GOOD);
    const { text, tokens } = await write();
    expect(text).toBe(GOOD);
    expect(server.refused).toEqual([]);
    const [question] = server.questions;
    expect(question).toMatchObject({ model: 'test-model', temperature: 0 });
    expect(question?.messages.map((it) => it.role)).toEqual(['system', 'user']);
    expect(question?.messages[1]?.content).toBe(
      `<paper>\nTitle: ${PAPER.title}\nAbstract: ${PAPER.abstract}\n</paper>`,
    );
    expect(tokens).toBeGreaterThan(100);
    expect(tokens).toBeLessThan(writer().mostTokens(PAPER));
  });

  it('is given its key, and no header about the machine or from the environment', async () => {
    await server.close();
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-private: yes');
    vi.stubEnv('OPENAI_ORG_ID', 'org-private');
    server = await startModelServer(() => GOOD, { key: 'sk-test' });
    expect((await write({ apiKey: 'sk-test' })).text).toBe(GOOD);
    expect(server.refused).toEqual([]);
  });

  it('is asked in another way when it knows no max_tokens and no temperature', async () => {
    await server.close();
    server = await startModelServer(() => GOOD, { thinks: true });
    const model = writer();
    const both = [
      model.write(PAPER, AbortSignal.timeout(5_000)),
      model.write(PAPER, AbortSignal.timeout(5_000)),
    ];
    expect((await Promise.all(both)).map((it) => it.text)).toEqual([GOOD, GOOD]);
    const refusals = server.refused.length;
    await model.write(PAPER, AbortSignal.timeout(5_000));
    expect(server.refused).toHaveLength(refusals);
    expect(server.questions.at(-1)).not.toHaveProperty('max_tokens');
    expect(server.questions.at(-1)).not.toHaveProperty('temperature');
  });

  it.each<[string, Behaviour, string]>([
    ['thinks aloud', `<think>Is it so? It is.</think>\n\n${GOOD}`, GOOD],
    ['thinks in two places', `<think>a</think>${GOOD}<thinking>b</thinking>`, GOOD],
    ['only ends its thoughts', `It may be so.\n</think>\n${GOOD}`, GOOD],
    ['thinks without end', '<think>'.repeat(280_000), ''],
    ['never ends its thoughts', '<think>It may be so, or it may not', ''],
    ['says nothing', '', ''],
    ['says null', { completion: { choices: [choiceOf(null)] } }, ''],
    ['has no choices', { completion: { choices: [] } }, ''],
    ['refuses', { completion: { choices: [choiceOf(null, { refusal: 'I can not.' })] } }, ''],
    ['is filtered', { completion: { choices: [choiceOf(GOOD, {}, 'content_filter')] } }, ''],
    [
      'is cut off',
      { completion: { choices: [choiceOf(`${GOOD} It al`, {}, 'length')] } },
      `${GOOD} It al`,
    ],
  ])('that %s', async (_, behaviour, text) => {
    server.behave(() => behaviour);
    expect((await write()).text).toBe(text);
  });

  it('that does not say what it took, or nonsense, counts as much as it may', async () => {
    for (const usage of [undefined, null, { total_tokens: -5 }, { total_tokens: 'many' }]) {
      server.behave(() => ({ completion: { choices: [choiceOf(GOOD)], usage } }));
      expect((await write()).tokens).toBe(writer().mostTokens(PAPER));
    }
  });
});

const apiError = (status: number, more: object = {}, headers: Record<string, string> = {}) => ({
  error: { status, message: 'It is so.', ...more },
  headers,
});

describe('a language model that misbehaves is told in a sentence, when it', () => {
  it.each<[string, Behaviour, Partial<WriterError>, RegExp]>([
    [
      'asks for patience',
      apiError(429, {}, { 'retry-after': '7' }),
      { kind: 'later', counts: false, retryAfterMs: 7_000 },
      /slow down \(HTTP 429\)/,
    ],
    [
      'is out of credit',
      apiError(429, { code: 'insufficient_quota' }, { 'retry-after': '7' }),
      { kind: 'setting', counts: false, retryAfterMs: undefined },
      /no credit left/,
    ],
    ['wants to be paid', apiError(402), { kind: 'setting', counts: false }, /no credit left/],
    ['fails', apiError(500), { kind: 'later', counts: true }, /fails \(HTTP 500\)/],
    [
      'is not there yet',
      apiError(503, {}, { 'retry-after': '20' }),
      { kind: 'later', retryAfterMs: 20_000 },
      /fails \(HTTP 503\)/,
    ],
    ['forbids it', apiError(403), { kind: 'setting', counts: false }, /check SUMMARY_API_KEY/],
    [
      'leads elsewhere',
      apiError(307, {}, { location: 'http://127.0.0.1:1/v1' }),
      { kind: 'setting', counts: false },
      /give that as SUMMARY_BASE_URL/,
    ],
    [
      'refuses the question',
      apiError(400),
      { kind: 'setting', counts: true },
      /refuses the question \(HTTP 400\)/,
    ],
    [
      'refuses a temperature again and again',
      apiError(400, { param: 'temperature' }),
      { kind: 'setting', counts: true },
      /refuses the question/,
    ],
    [
      'sends broken JSON',
      { body: '{"choices": [' },
      { kind: 'later', counts: true },
      /did not send JSON/,
    ],
    [
      'sends a web page',
      { body: '<html>Welcome</html>', type: 'text/html' },
      { kind: 'setting', counts: false },
      /check SUMMARY_BASE_URL/,
    ],
    [
      'sends something else',
      { body: '{"hello": "world"}' },
      { kind: 'setting', counts: false },
      /other than a chat completion/,
    ],
    ['sends a list', { body: '[]' }, { kind: 'setting' }, /other than a chat completion/],
    ['sends nothing', { body: '' }, { kind: 'setting' }, /other than a chat completion/],
    [
      'sends 50 MB',
      { body: Buffer.alloc(50_000_000, 'x') },
      { kind: 'later', counts: true },
      /more than the 2 MB/,
    ],
    ['breaks the connection', 'reset', { kind: 'later', counts: true }, /broke off its answer/],
  ])('%s', async (_, behaviour, expected, sentence) => {
    server.behave(() => behaviour);
    const error = await failure(write());
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain('\n');
  });

  it.each<[string, Behaviour]>([
    ['never answers', 'silence'],
    ['stops after its headers', { body: '{"choices"', pace: 'hang' }],
    ['sends a byte now and then', { body: ' '.repeat(10_000), pace: 20 }],
  ])('%s', async (_, behaviour) => {
    server.behave(() => behaviour);
    const error = await failure(write({ timeoutMs: 150 }));
    expect(error).toMatchObject({ kind: 'later', counts: true });
    expect(error.message).toMatch(
      /within 0\.15 seconds: take a faster model, or a longer SUMMARY_TIMEOUT/,
    );
  });

  it('knows no such model', async () => {
    const error = await failure(write({ model: 'other' }));
    expect(error).toMatchObject({ kind: 'setting', counts: false });
    expect(error.message).toMatch(/knows no model other \(HTTP 404\): check SUMMARY_MODEL/);
  });

  it('takes another key, which is told to nobody', async () => {
    await server.close();
    server = await startModelServer(() => GOOD, { key: 'sk-right' });
    const error = await failure(write({ apiKey: 'sk-wrong' }));
    expect(error).toMatchObject({ kind: 'setting', counts: false });
    expect(error.message).toMatch(/refuses the key \(HTTP 401\)/);
    expect(error.message).not.toContain('sk-wrong');
  });

  it('is not there', async () => {
    const error = await failure(write({ baseUrl: `${await deadOrigin()}/v1` }));
    expect(error).toMatchObject({ kind: 'later', counts: false });
    expect(error.message).toMatch(/refused the connection/);
  });

  it('is given up at a stop', async () => {
    const stopping = new AbortController();
    server.behave(() => {
      stopping.abort();
      return 'silence';
    });
    expect(await failure(write({}, stopping.signal))).toMatchObject({ kind: 'stopped' });
  });
});

describe('what a language model answers is not shown when it', () => {
  it.each<[string, string, string]>([
    ['holds a link', `${GOOD} See https://evil.example/now.`, 'a link'],
    ['mentions everybody', `@everyone ${GOOD}`, 'a mention'],
    ['mentions somebody', `<@U024BE7LH> ${GOOD}`, 'a mention'],
    [
      'follows the abstract',
      'Buy coins now, before everybody else has bought all of the coins.',
      'words of another text',
    ],
    [
      'tells its rules',
      'Answer with the sentences alone: one paragraph of plain text about attention.',
      'the words of the question',
    ],
    [
      'is one endless sentence',
      `Tidal attention ${'ebbs and '.repeat(80)} ends.`,
      'no whole sentence of the right length',
    ],
    [
      'is of another language',
      '潮汐注意力机制会随着距离的增加而逐渐减弱，同时将模型的内存占用减少到原来的一半，并且保持质量不变，效果非常好。',
      'words of another text',
    ],
    [
      'is a refusal in words',
      "I'm sorry, but I cannot help with that request at this time, my friend.",
      'words of another text',
    ],
  ])('%s', async (_, answer, refused) => {
    server.behave(() => answer);
    const { text } = await write();
    expect(checkSummary(text, PAPER)).toEqual({ refused });
  });
});

describe('doctor', () => {
  it('finds a model that is listed, also by the name that Ollama gives it', async () => {
    expect(await writer().check()).toMatchObject({ ok: true });
    await server.close();
    server = await startModelServer(() => GOOD, { models: ['tide:latest'] });
    expect(await writer({ model: 'tide' }).check()).toMatchObject({ ok: true, remedy: '' });
  });

  it('asks for one word where models are not listed', async () => {
    await server.close();
    server = await startModelServer(() => 'Yes', { lists: false });
    expect(await writer().check()).toMatchObject({ ok: true });
    expect(server.questions).toMatchObject([{ max_tokens: 1 }]);
  });

  it('names the models that there are', async () => {
    expect(await writer({ model: 'other' }).check()).toEqual({
      name: 'Language model',
      ok: false,
      detail: `${server.baseUrl} has no model other.`,
      remedy: 'Set SUMMARY_MODEL to one that it has: test-model.',
    });
  });

  it('says what is wrong with the key, the address, the network', async () => {
    await server.close();
    server = await startModelServer(() => GOOD, { key: 'sk-right' });
    const dead = `${await deadOrigin()}/v1`;
    for (const [options, sentence] of [
      [{ apiKey: 'sk-wrong' }, /refuses the key/],
      [{ apiKey: 'sk-right', baseUrl: server.baseUrl.replace('/v1', '') }, /HTTP 404/],
      [{ baseUrl: dead }, /refused the connection/],
    ] as const) {
      const check = await writer(options).check();
      expect(check).toMatchObject({ ok: false, detail: expect.stringMatching(sentence) });
      expect(check.detail).not.toContain('sk-');
    }
    expect(server.questions).toEqual([]);
  });
});
