import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CommandRequest, Reply } from '../../../src/core/command.ts';
import type { Card, Message } from '../../../src/core/message.ts';
import { createTerminal } from '../../../src/platforms/terminal/index.ts';
import { renderMessage, renderReply } from '../../../src/platforms/terminal/render.ts';
import { hooksOf } from '../../support/hooks.ts';

const PLAIN = { colour: false, columns: 80 };

const card: Card = {
  title: 'An Invented Paper on GRPO',
  url: 'https://arxiv.org/abs/2611.00001',
  byline: 'Ada Example, Ben Sample and 3 others',
  facts: ['Hugging Face, 24 Nov 2026', '12 upvotes'],
  summary: 'We invent a method. It works on three benchmarks, and it is cheap enough for a laptop.',
  machineWritten: false,
  reasons: [['Matched ', { bold: 'grpo' }, ' in the title']],
  links: [{ label: 'arXiv', url: 'https://arxiv.org/abs/2611.00001' }],
};

const message: Message = {
  heading: ['1 new paper on ', { bold: 'grpo' }],
  lines: [],
  cards: [card],
};

async function textOf(stream: PassThrough): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  return (stream.read() ?? '').toString();
}

describe('a digest in the terminal', () => {
  it('reads as plain text', () => {
    expect(renderMessage(message, PLAIN)).toMatchInlineSnapshot(`
      "1 new paper on grpo

        An Invented Paper on GRPO
          Ada Example, Ben Sample and 3 others
          Hugging Face, 24 Nov 2026 · 12 upvotes
          We invent a method. It works on three benchmarks, and it is cheap enough for
          a laptop.
          Matched grpo in the title
          arXiv  https://arxiv.org/abs/2611.00001

      "
    `);
  });

  it('shows where a paper is that is not on arXiv', () => {
    const elsewhere = { ...card, url: 'https://journal.example.org/1', links: [] };
    expect(renderMessage({ ...message, cards: [elsewhere] }, PLAIN)).toContain(
      '    Page  https://journal.example.org/1\n',
    );
  });

  it('says when a language model wrote the summary', () => {
    const cards = [{ ...card, summary: 'Short.', machineWritten: true }];
    expect(renderMessage({ ...message, cards }, PLAIN)).toContain(
      '    Short. (summary by a language model)\n',
    );
  });

  it('shows links that are buttons elsewhere, too', () => {
    const actions = [{ label: 'Code', url: 'https://code.example.org/1' }];
    expect(renderMessage({ ...message, cards: [{ ...card, actions }] }, PLAIN)).toContain(
      '    Code   https://code.example.org/1\n',
    );
  });

  it('has a compact list of title, brief and address', () => {
    const cards = [{ ...card, brief: ['Ada Example et al. · ', { bold: 'grpo' }] }];
    expect(renderMessage({ ...message, compact: true, cards }, PLAIN)).toBe(
      [
        '1 new paper on grpo',
        '  • An Invented Paper on GRPO',
        '    Ada Example et al. · grpo',
        '    https://arxiv.org/abs/2611.00001\n\n',
      ].join('\n'),
    );
  });

  it('has a line above each section, of cards and of a compact list', () => {
    const section = ['On ', { bold: 'grpo' }, ' · 2'];
    const cards = [{ ...card, section }, card];
    expect(renderMessage({ ...message, cards }, PLAIN)).toContain(
      '1 new paper on grpo\n\nOn grpo · 2\n\n  An Invented Paper on GRPO\n',
    );
    expect(renderMessage({ ...message, compact: true, cards }, PLAIN)).toBe(
      [
        '1 new paper on grpo\n',
        'On grpo · 2',
        '  • An Invented Paper on GRPO',
        '    https://arxiv.org/abs/2611.00001',
        '  • An Invented Paper on GRPO',
        '    https://arxiv.org/abs/2611.00001\n\n',
      ].join('\n'),
    );
  });

  it('breaks no command of an entry, and names none that opens a form', () => {
    const text = [{ bold: 'grpo' }];
    const detail = ['14 posts in 30 days, last on 24 Nov 2026, added on 20 Nov 2026'];
    const remove = { label: 'Remove', command: 'unsubscribe #1234' };
    const change = { label: 'Change', command: 'papers settings when', opensForm: true };
    const rows = [
      { text, detail, action: remove },
      { text, action: change },
    ];
    const shown = renderMessage({ ...message, cards: [], rows }, PLAIN);
    expect(shown).toContain('\n    /unsubscribe #1234\n');
    expect(shown).not.toContain('settings');
  });

  it('begins at once without a heading, in colour, too', () => {
    expect(renderMessage({ ...message, heading: [] }, { colour: true, columns: 80 })).toMatch(
      /^ {2}\S/,
    );
  });

  it('keeps to the width, and colours only when asked to', () => {
    const narrow = renderMessage(message, { colour: false, columns: 60 });
    for (const line of narrow.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(renderMessage(message, { colour: true, columns: 80 })).toContain('\x1b[1m');
  });

  it('marks a mistake by a word', () => {
    const reply = { name: 'x', tone: 'bad', message: { ...message, cards: [] } } as const;
    expect(renderReply(reply, PLAIN)).toMatch(/^Sorry: /);
  });
});

describe('piped input', () => {
  it('is answered line by line, in order, with posts between, and then it has ended', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const asked: CommandRequest[] = [];
    const ended = Promise.withResolvers<void>();
    const terminal = createTerminal({ input, output, onEnd: ended.resolve });
    const handle = async (request: CommandRequest): Promise<Reply> => {
      asked.push(request);
      return {
        name: 'x',
        tone: 'info',
        message: { heading: [`${asked.length}`], lines: [], cards: [] },
      };
    };
    await terminal.frontend?.start(hooksOf(handle));
    input.end('/subscribe grpo\n\npapers today\n/quit\n/never\n');
    await ended.promise;
    expect(asked.map((it) => it.text)).toEqual(['subscribe grpo', 'papers today']);
    expect(await textOf(output)).toMatch(/^1\n+2\n+$/);
  });
});

describe('posting', () => {
  it('writes the message and says when its reader is gone', async () => {
    const output = new PassThrough();
    const terminal = createTerminal({ input: new PassThrough(), output, onEnd: () => undefined });
    const request = {
      to: { platform: 'terminal', workspace: '', channel: 'local' },
      message,
      key: 'd1',
      maybeSentAt: null,
      first: null,
    };
    const signal = AbortSignal.timeout(1_000);
    expect(await terminal.sender.send(request, signal)).toEqual({ messageId: 'd1' });
    expect(await textOf(output)).toContain('An Invented Paper on GRPO');
    output.on('error', () => undefined).destroy();
    await expect(terminal.sender.send(request, signal)).rejects.toMatchObject({ kind: 'retry' });
  });
});
