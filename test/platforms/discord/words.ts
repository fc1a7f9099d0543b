import { componentsOf } from '../../support/discord/components.ts';
import type { SentBody } from '../../support/discord/index.ts';

/** What a message says, in Discord's markdown. */
export function words(body: SentBody | undefined): string {
  const all = body ? componentsOf(body) : [];
  return all.flatMap(({ content }) => content ?? []).join('\n');
}
