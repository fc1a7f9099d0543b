import { createOpenAI, type OpenAIOptions } from '../../../src/writers/openai/index.ts';
import type { ModelServer } from './server.ts';

/** The real client on a server on loopback. */
export function writerFor(server: ModelServer, options: Partial<OpenAIOptions> = {}) {
  const usual = { model: 'test-model', timeoutMs: 5_000, userAgent: 'test', apiKey: undefined };
  const now = () => new Date();
  return createOpenAI({ baseUrl: server.baseUrl, now, ...usual, ...options });
}
