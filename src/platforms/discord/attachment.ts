import type { Attachment, ChatInputCommandInteraction, CommandInteractionOption } from 'discord.js';
import { createHttpClient } from '../../lib/http.ts';

/** Far more than the subscriptions of any channel take, in bytes. */
const LARGEST = 100_000;

const http = createHttpClient({
  userAgent: 'paper-route',
  timeoutMs: 5000,
  maxBytes: LARGEST,
  maxRedirects: 0,
});

/** The text of the file that came with a command, or why there is none, in one sentence. */
export type Received = { readonly attachment?: string } | { readonly refusal: string };

/** Reads the file of a command, from the address that Discord gave with it. Never rejects. */
export async function receive({ options }: ChatInputCommandInteraction): Promise<Received> {
  const file = attachmentOf(options.data);
  if (!file) return {};
  if (file.size > LARGEST) return { refusal: `"${file.name}" is too large: 100 kB are read.` };
  try {
    return await download(file);
  } catch {
    return { refusal: `"${file.name}" could not be read from Discord: send it again.` };
  }
}

async function download({ url, name }: Attachment): Promise<Received> {
  const { status, text } = await http.get(url);
  if (status !== 200) throw new Error(`HTTP ${status}`);
  if (/[\0\uFFFD]/.test(text)) return { refusal: `"${name}" is not a text file.` };
  return { attachment: text };
}

function attachmentOf(options: readonly CommandInteractionOption[]): Attachment | undefined {
  for (const option of options) {
    const found = option.attachment ?? attachmentOf(option.options ?? []);
    if (found) return found;
  }
  return undefined;
}
