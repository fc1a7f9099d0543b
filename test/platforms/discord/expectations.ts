import { expect } from 'vitest';
import { MACHINE_WRITTEN } from '../../../src/core/message.ts';
import { type Mark, rawAlarms, read } from '../../support/discord/reader.ts';
import { checkMessage } from '../../support/discord/validate.ts';
import { createWorld, type SentBody } from '../../support/discord/world.ts';
import { normalAddress } from '../hostile.ts';

/** The fake Discord takes it, unless there is nothing in it. */
export function expectLegal(body: object): void {
  const { world } = createWorld();
  const sent = body as SentBody;
  if (sent.content || sent.embeds?.length) checkMessage(JSON.parse(JSON.stringify(body)), world);
  expect(world.violations).toEqual([]);
}

/** What would ping, format or lead elsewhere than to these addresses, wherever it stands. */
export function alarmsIn({ content, embeds = [] }: SentBody, links: ReadonlySet<string>): string[] {
  const texts = [content, ...embeds.flatMap(({ title, description }) => [title, description])];
  return texts.flatMap((text = '') => [
    ...rawAlarms(text.replaceAll(/\]\(<[^>]*>\)/g, '')),
    ...read(text)
      .marks.filter((mark) => !isMeant(mark, links))
      .map(({ kind, value }) => `${kind} ${value}`),
  ]);
}

/** Bold, code and our own remark are ours; a link must lead where somebody meant it to. */
function isMeant({ kind, value }: Mark, links: ReadonlySet<string>): boolean {
  if (kind === 'link') return links.has(normalAddress(value));
  return kind === 'bold' || kind === 'code' || value === MACHINE_WRITTEN;
}
