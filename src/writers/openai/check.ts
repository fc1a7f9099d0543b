import { z } from 'zod';
import type { Check } from '../../core/platform.ts';
import { WriterError } from '../../core/summary/writer.ts';
import { displayAddress } from '../../lib/address.ts';

/** https://platform.openai.com/docs/api-reference/models/list */
const MODELS = z.object({ data: z.array(z.object({ id: z.string() })) });

const SHOWN = 5;

export interface Asking {
  /** The list of models. Rejects with a WriterError. */
  readonly models: () => Promise<unknown>;
  /** One word of the model, for APIs without such a list. Rejects with a WriterError. */
  readonly say: () => Promise<unknown>;
}

/** Whether an API has the model: it is in the list, or it answers where there is no list. */
export async function checkModel(
  { baseUrl, model }: { readonly baseUrl: string; readonly model: string },
  asking: Asking,
): Promise<Check> {
  const name = 'Language model';
  try {
    const known = await listed(asking);
    const where = displayAddress(baseUrl);
    if (known === undefined) {
      await asking.say();
      return { name, ok: true, detail: `${model} answers at ${where}`, remedy: '' };
    }
    if (known.some((id) => id === model || id === `${model}:latest`))
      return { name, ok: true, detail: `${model} at ${where}`, remedy: '' };
    return { name, ok: false, detail: `${where} has no model ${model}.`, remedy: remedyOf(known) };
  } catch (error) {
    if (!(error instanceof WriterError)) throw error;
    return { name, ok: false, detail: error.message, remedy: 'docs/language-model.md helps.' };
  }
}

/** The names of the models; undefined where there is no list. */
async function listed({ models }: Asking): Promise<string[] | undefined> {
  try {
    return MODELS.safeParse(await models()).data?.data.map(({ id }) => id);
  } catch (error) {
    if (error instanceof WriterError && error.kind === 'setting' && isMissing(error))
      return undefined;
    throw error;
  }
}

/** The API answered, but has nothing at this address. */
function isMissing({ cause }: WriterError): boolean {
  return (
    cause instanceof Error && 'status' in cause && [404, 405, 501].includes(Number(cause.status))
  );
}

function remedyOf(known: readonly string[]): string {
  if (known.length === 0) return 'It has none at all: with Ollama, ollama pull brings one.';
  const others = known.length > SHOWN ? ` and ${known.length - SHOWN} others` : '';
  return `Set SUMMARY_MODEL to one that it has: ${known.slice(0, SHOWN).join(', ')}${others}.`;
}
