import { expect } from 'vitest';
import { checkMessage } from '../../support/discord/validate.ts';
import { createWorld, type SentBody } from '../../support/discord/world.ts';

/** The fake Discord takes it, unless there is nothing in it. */
export function expectLegal(body: object): void {
  const { world } = createWorld();
  const sent = body as SentBody;
  if (sent.content || sent.embeds?.length) checkMessage(JSON.parse(JSON.stringify(body)), world);
  expect(world.violations).toEqual([]);
}
