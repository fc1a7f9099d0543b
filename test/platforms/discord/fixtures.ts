import type { Reply } from '../../../src/core/command.ts';
import type { Card, Message } from '../../../src/core/message.ts';

/** A paper that nobody wrote. */
export function card(changes: Partial<Card> = {}): Card {
  return {
    title: 'Group-Relative Rewards Without a Critic',
    url: 'https://arxiv.org/abs/2609.01234',
    byline: 'Mira Okafor, Jonas Lindqvist, Yuki Tanabe and 4 others',
    facts: ['arXiv cs.LG', '21 Nov 2026', '▲ 42'],
    summary: 'We drop the critic and keep the reward. It trains twice as fast on four benchmarks.',
    machineWritten: false,
    reasons: [['matches ', { code: 'grpo' }, ' in the title']],
    links: [
      { label: 'arXiv', url: 'https://arxiv.org/abs/2609.01234' },
      { label: 'PDF', url: 'https://arxiv.org/pdf/2609.01234' },
    ],
    ...changes,
  };
}

/** Distinct papers, so that each can be recognised where it ends up. */
export function cards(count: number, changes: Partial<Card> = {}): Card[] {
  return Array.from({ length: count }, (_, index) =>
    card({ url: `https://arxiv.org/abs/2609.${String(index + 1).padStart(5, '0')}`, ...changes }),
  );
}

export function message(changes: Partial<Message> = {}): Message {
  return { heading: ['1 new paper'], lines: [], cards: [card()], ...changes };
}

export function reply(text: string, changes: Partial<Reply> = {}): Reply {
  return {
    name: 'test',
    tone: 'good',
    message: { heading: [text], lines: [], cards: [] },
    ...changes,
  };
}
