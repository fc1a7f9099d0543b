import type { Reply } from '../../../src/core/command.ts';
import type { Card, Message } from '../../../src/core/message.ts';

/** An invented paper, as a digest shows it. */
export function makeCard(changes: Partial<Card> = {}): Card {
  return {
    title: 'Rewarding Small Steps: Group-Relative Policies for Proof Search',
    url: 'https://arxiv.org/abs/2601.00001',
    byline: 'Mira Talvik, Oren Baste, Ida Quill and 4 others',
    facts: ['Hugging Face, 24 Nov 2026', '42 upvotes', '3 comments', 'Lantern Lab'],
    summary:
      'Proof search gives a reward only at the end of a long chain of steps. The authors compare steps within a group and reward those that shorten the proof. On two invented benchmarks this halves the number of attempts.',
    machineWritten: false,
    reasons: [['Matched ', { bold: 'grpo' }, ' in the abstract']],
    links: [
      { label: 'arXiv', url: 'https://arxiv.org/abs/2601.00001' },
      { label: 'PDF', url: 'https://arxiv.org/pdf/2601.00001' },
      { label: 'Code', url: 'https://github.com/lantern-lab/small-steps' },
    ],
    ...changes,
  };
}

export function makeMessage(changes: Partial<Message> = {}): Message {
  return { heading: ['1 new paper'], lines: [], cards: [makeCard()], ...changes };
}

/** Cards with long summaries, told apart by their titles. */
export function longCards(count: number): Card[] {
  const summary = makeCard().summary.repeat(4);
  return Array.from({ length: count }, (_, index) =>
    makeCard({ title: `Paper number ${index + 1}`, summary }),
  );
}

/** A reply of one line. */
export function replyOf(heading: string, tone: Reply['tone'] = 'good'): Reply {
  return { name: 'test', tone, message: { heading: [heading], lines: [], cards: [] } };
}
