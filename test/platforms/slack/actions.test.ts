import { describe, expect, it } from 'vitest';
import type { Card, Message, Row } from '../../../src/core/message.ts';
import { renderMessage, renderPrivate } from '../../../src/platforms/slack/render.ts';
import { judgeBlocks } from '../../support/slack/blocks.ts';
import { makeCard, makeMessage } from './fixtures.ts';
import { linksIn, textIn } from './reading.ts';

const SAVE = { label: 'Save', command: 'papers save 2601.00001' };

describe('buttons', () => {
  it('stand below their card, and tell a screen reader what they are about', () => {
    const url = 'https://arxiv.org/pdf/2601.00001';
    const actions = [SAVE, { label: 'PDF', url }];
    const { blocks } = renderMessage(makeMessage({ cards: [makeCard({ actions })] }));
    expect(blocks.at(-1)).toMatchObject({
      type: 'actions',
      elements: [
        {
          text: { type: 'plain_text', text: 'Save' },
          action_id: 'run.0',
          value: SAVE.command,
          accessibility_label: expect.stringMatching(/^Save: Rewarding Small Steps/),
        },
        { text: { text: 'PDF' }, action_id: 'link.1', url },
      ],
    });
  });

  it('have an action_id of their own each, over all cards', () => {
    const cards = [1, 2, 3].map(() => makeCard({ actions: [SAVE, SAVE] }));
    const { blocks } = renderMessage(makeMessage({ cards, actions: [SAVE] }));
    expect(judgeBlocks(blocks).error).toBeNull();
    expect(JSON.stringify(blocks).match(/"run\.\d"/g)).toHaveLength(7);
  });

  it('that open a form and options that do are told apart from others', () => {
    const form = { label: 'When…', command: 'papers settings when', opensForm: true };
    const menu = { label: 'A paper…', options: [SAVE, form] };
    const { blocks } = renderMessage(plain({ actions: [form, menu] }));
    expect(blocks.at(-1)).toMatchObject({
      elements: [
        { action_id: 'form.0', value: 'papers settings when' },
        {
          type: 'static_select',
          action_id: 'menu.1',
          placeholder: { text: 'A paper…' },
          options: [{ value: `run ${SAVE.command}` }, { value: 'form papers settings when' }],
        },
      ],
    });
  });

  it('have their labels cut between two characters, never inside one', () => {
    const label = '👩‍👩‍👧‍👦'.repeat(40);
    const menu = { label, options: [{ ...SAVE, label }] };
    const { blocks } = renderMessage(plain({ actions: [{ ...SAVE, label }, menu] }));
    const labels = JSON.stringify(blocks).match(/"(👩[^"]*)"/gu) ?? [];
    expect(labels).toHaveLength(3);
    for (const each of labels) expect(each).toMatch(/^"(👩‍👩‍👧‍👦)+…?"$/u);
    expect(judgeBlocks(blocks).error).toBeNull();
  });

  it('lead to web pages alone, and stand for no command that Slack would cut', () => {
    const actions = [
      { label: 'Bad', url: 'javascript:alert(1)' },
      { label: 'Long', command: 'x'.repeat(91) },
      { label: 'Empty', options: [] },
    ];
    expect(renderMessage(plain({ actions })).blocks).toHaveLength(1);
  });
});

describe('a list', () => {
  const remove = { label: 'Remove', command: 'unsubscribe 1' };

  it('has each button beside its entry, and the detail in small letters below', () => {
    const rows: Row[] = [
      { text: [{ code: 'grpo' }], detail: ['12 posts in 30 days'], action: remove },
    ];
    const { blocks } = renderPrivate(plain({ rows }));
    expect(blocks.slice(1)).toMatchObject([
      {
        type: 'section',
        text: { type: 'plain_text', text: 'grpo' },
        accessory: { text: { text: 'Remove' }, accessibility_label: 'Remove: grpo' },
      },
      { type: 'context', elements: [{ type: 'plain_text', text: '12 posts in 30 days' }] },
    ]);
  });

  it('has bold words alone as a title of the entries below', () => {
    const rows: Row[] = [{ text: [{ bold: 'Saved by you' }] }, { text: ['grpo'] }];
    const { blocks } = renderPrivate(plain({ rows }));
    expect(blocks.slice(1).map(({ type }) => type)).toEqual(['header', 'rich_text']);
  });

  it('has the button beside the detail where the entry leads to a page', () => {
    const text = [{ link: 'A paper', url: 'https://arxiv.org/abs/1' }];
    const { blocks } = renderPrivate(
      plain({ rows: [{ text, detail: ['saved'], action: remove }] }),
    );
    expect(blocks.slice(1).map(({ type }) => type)).toEqual(['rich_text', 'section']);
    expect(linksIn(blocks)).toEqual(['https://arxiv.org/abs/1']);
  });

  it('names who added an entry where one person reads, and nobody in a channel', () => {
    const rows: Row[] = [
      { text: ['grpo'], detail: ['added by ', { person: 'U0READER' }], action: remove },
      { text: [{ person: 'U0READER' }, ' in ', { channel: 'C0READING' }] },
    ];
    const lines = [[{ person: 'U0READER' }, ' added grpo']];
    const own = JSON.stringify(renderPrivate(plain({ rows, lines })).blocks);
    expect(own).toContain('{"type":"mrkdwn","text":"<@U0READER>"}');
    expect(own.match(/"user_id":"U0READER"/g)).toHaveLength(2);
    expect(own).toContain('{"type":"channel","channel_id":"C0READING"}');
    expect(JSON.stringify(renderMessage(plain({ rows, lines })))).not.toContain('U0READER');
  });

  it('of ten entries with a button each fits one message', () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({
      text: [{ code: `"preference optimization ${index}" -diffusion upvotes>=20` }],
      detail: ['12 posts in 30 days · last one on 24 Nov · added by ', { person: 'U0READER' }],
      action: remove,
    }));
    const { blocks } = renderPrivate(plain({ rows }));
    expect(judgeBlocks(blocks).error).toBeNull();
    expect(blocks.length).toBeLessThan(25);
  });
});

describe('the compact list', () => {
  const brief = ['Mira Talvik et al. · 42 upvotes · grpo'];

  it('is one block of linked titles, each with its line below, and no buttons', () => {
    const cards = Array.from({ length: 10 }, () => makeCard({ brief, actions: [SAVE] }));
    const { blocks } = renderMessage(makeMessage({ compact: true, cards }));
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'rich_text']);
    expect(linksIn(blocks)).toHaveLength(10);
    expect(textIn(blocks[1])).toContain(`${makeCard().title}\n${brief[0]}`);
  });

  it('goes on in another block when there is more than one may hold', () => {
    const cards = Array.from({ length: 60 }, (): Card => makeCard({ brief }));
    const { blocks } = renderMessage(makeMessage({ compact: true, cards }));
    expect(blocks.length).toBeGreaterThan(2);
    expect(linksIn(blocks)).toHaveLength(60);
  });
});

function plain(changes: Partial<Message>): Message {
  return { heading: ['A list'], lines: [], cards: [], ...changes };
}
