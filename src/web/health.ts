import { type Routes, sendText } from '../lib/routes.ts';

/** Answers whether the program can do its work: null when it can, else why not. */
export type Readiness = () => Promise<string | null>;

/** `/healthz` answers 200 while the process lives; `/readyz` 200 when it can work, else 503 and why. */
export function addHealthPages(routes: Routes, readiness: Readiness): void {
  routes.add('/healthz', (_, response) => sendText(response, 200, 'ok'));
  routes.add('/readyz', async (_, response) => {
    const problem = await readiness().catch(sentenceOf);
    if (problem === null) sendText(response, 200, 'ready');
    else sendText(response, 503, problem);
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
