import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/command.ts';
import { answersOf } from '../../../src/platforms/slack/answers.ts';
import type { SlackPayload } from '../../../src/platforms/slack/render.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { hostileText } from '../hostile.ts';

describe('a file', () => {
  it('stands below the answer as it is, to be copied', () => {
    const text = 'subscriptions:\n  - query: "grpo <!channel>"\n    by: *anchor\n';
    const answers = answersOf(exported(text));
    expect(answers).toHaveLength(1);
    expect(answers[0]?.blocks[1]).toEqual({
      type: 'rich_text',
      elements: [
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: text.trimEnd() }] },
      ],
    });
  });

  it('of 200 subscriptions is whole, over several answers, cut between lines', () => {
    const text = yaml(200);
    const answers = answersOf(exported(text));
    expect(answers.map(({ blocks }) => judgeBlocks(blocks).error)).toEqual(answers.map(() => null));
    expect(answers.length).toBeLessThanOrEqual(3);
    expect(answers.map(fileIn).join('\n')).toBe(text.trimEnd());
  });

  it('that does not fit into five answers says how much is missing', () => {
    const text = yaml(2_000);
    const answers = answersOf(exported(text));
    expect(answers).toHaveLength(5);
    const shown = answers.map(fileIn).join('\n').split('\n').length;
    const missing = text.trimEnd().split('\n').length - shown;
    expect(JSON.stringify(answers.at(-1)?.blocks.at(-1))).toContain(
      `The last ${missing} lines of papers.yaml are missing here`,
    );
    expect(answers.map(({ blocks }) => judgeBlocks(blocks).error)).toEqual(answers.map(() => null));
  });

  it('never exceeds a limit and loses nothing but control characters, whatever is in it', () => {
    const lines = fc.array(fc.oneof(hostileText, fc.constant('x'.repeat(15_000))), {
      maxLength: 12,
    });
    const property = fc.property(lines, (given) => {
      const answers = answersOf(exported(given.join('\n')));
      for (const { blocks } of answers) expect(judgeBlocks(blocks).error).toBeNull();
      const shown = answers.map(fileIn).join('');
      const whole = given.join('\n').toWellFormed();
      expect(onlyVisible(whole).startsWith(onlyVisible(shown))).toBe(true);
    });
    fc.assert(property, { numRuns: 60 });
  });
});

function exported(text: string): Reply {
  const message = { heading: ['The settings of this channel'], lines: [], cards: [] };
  return { name: 'exported', tone: 'info', message, file: { name: 'papers.yaml', text } };
}

function yaml(count: number): string {
  const entries = Array.from(
    { length: count },
    (_, index) => `  - query: '"preference optimization ${index}" -diffusion upvotes>=20'\n`,
  );
  return `subscriptions:\n${entries.join('')}`;
}

interface Preformatted {
  readonly type: string;
  readonly elements: readonly { readonly text: string }[];
}

/** What stands in the grey boxes of an answer. */
function fileIn({ blocks }: SlackPayload): string {
  return blocks
    .flatMap((block) => (block.type === 'rich_text' ? (block.elements as Preformatted[]) : []))
    .filter(({ type }) => type === 'rich_text_preformatted')
    .map(({ elements }) => elements.map(({ text }) => text).join(''))
    .join('\n');
}

function onlyVisible(text: string): string {
  return text.replace(/[\p{Cc}\s]/gu, '');
}
