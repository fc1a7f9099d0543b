import { expect } from 'vitest';
import { MACHINE_WRITTEN } from '../../../src/core/message.ts';
import { componentsOf } from '../../support/discord/components.ts';
import { type Mark, rawAlarms, read, textsOf } from '../../support/discord/reader.ts';
import { checkMessage } from '../../support/discord/validate.ts';
import { createWorld, type SentBody } from '../../support/discord/world.ts';
import { normalAddress } from '../hostile.ts';

/** The fake Discord takes it, unless there is nothing in it. */
export function expectLegal(body: object): void {
  const { world } = createWorld();
  const sent = body as SentBody;
  if (componentsOf(sent).length > 0) checkMessage(JSON.parse(JSON.stringify(body)), world);
  expect(world.violations).toEqual([]);
}

/** What would ping, format or lead elsewhere than to these addresses, wherever it stands. */
export function alarmsIn(body: SentBody, links: ReadonlySet<string>): string[] {
  const meant = new Set([...links].map(withoutStars));
  const buttons = componentsOf(body).flatMap(({ url }) => url ?? []);
  return [
    ...textsOf(body).flatMap((text) => textAlarms(text, meant)),
    ...buttons.filter((url) => !meant.has(withoutStars(url))).map((url) => `button ${url}`),
  ];
}

function textAlarms(text: string, meant: ReadonlySet<string>): string[] {
  return [
    ...rawAlarms(text.replaceAll(/\]\(<[^>]*>\)/g, '')),
    ...read(text)
      .marks.filter((mark) => !isMeant(mark, meant))
      .map(({ kind, value }) => `${kind} ${value}`),
  ];
}

/** Bold, code, small lines, lines above sections and our own remark are ours; a link must lead where it was meant to. */
function isMeant({ kind, value }: Mark, meant: ReadonlySet<string>): boolean {
  if (kind === 'link') return meant.has(withoutStars(value));
  if (kind === 'block') return value === '-#' || value === '###';
  return kind === 'bold' || kind === 'code' || value === MACHINE_WRITTEN;
}

/** An asterisk in an address would end bold text, so it is written in another way. */
function withoutStars(address: string): string {
  return normalAddress(address).replaceAll('*', '%2A');
}
