import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { CommandRequest, Reply } from '../../core/command.ts';
import type { ChoiceField, Form, FormField, TextField } from '../../core/form.ts';
import { type Message, plainText } from '../../core/message.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { plain } from './actions.ts';
import { SLACK_LIMITS } from './limits.ts';
import { paginate } from './paginate.ts';
import { renderReply } from './render.ts';
import { type Spot, writeOrigin } from './spot.ts';

/** Names our modals, so that those of an earlier or a later version are told apart. */
export const FORM = 'form';

const TITLE = 'Paper Route';
/** Of the one element of each input. */
const ACTION = 'value';
/** How long the text below a wrong field may be; ours. */
const LONGEST_ERROR = 250;

type Fields = NonNullable<CommandRequest['fields']>;

/** What was filled into a modal, as far as it concerns us. */
export interface Filled {
  readonly [block: string]: {
    readonly [action: string]: {
      readonly value?: string | null;
      readonly selected_option?: { readonly value: string } | null;
      readonly selected_options?: readonly { readonly value: string }[];
    };
  };
}

/** A form as a modal, which knows by itself what it stands for and where it was opened. */
export function formView(form: Form, spot: Spot): ModalView {
  return {
    type: 'modal',
    callback_id: FORM,
    title: plain(form.title, SLACK_LIMITS.viewTitle),
    submit: plain(form.submit, SLACK_LIMITS.viewTitle),
    close: plain('Cancel', SLACK_LIMITS.viewTitle),
    private_metadata: writeOrigin({ command: form.command, spot }),
    blocks: form.fields.flatMap(inputOf),
  };
}

/** The fields of a modal that was sent, by their names. */
export function readFields(filled: Filled): Fields {
  return Object.fromEntries(
    Object.entries(filled).map(([name, elements]) => [name, valuesOf(elements[ACTION])]),
  );
}

/** What a wrong field says below it; undefined when the reply is about none of these fields. */
export function fieldErrors(reply: Reply, filled: Filled): Record<string, string> | undefined {
  const { field, message } = reply;
  if (reply.tone !== 'bad' || field === undefined || !Object.hasOwn(filled, field))
    return undefined;
  const text = [message.heading, ...message.lines].map(plainText).map(oneLine).filter(Boolean);
  return { [field]: cutAtWord(text.join(' '), LONGEST_ERROR) || 'This is not right.' };
}

/** A reply to read in a modal. It has no buttons: a person reads it and closes it. */
export function replyView(reply: Reply): ModalView {
  const message = withoutButtons(reply.message);
  const render = (page: Message) => renderReply({ ...reply, message: page });
  const frame = { blocks: SLACK_LIMITS.viewBlocks, json: SLACK_LIMITS.viewJson, render };
  const [first = message] = paginate(message, frame);
  return {
    type: 'modal',
    title: plain(TITLE, SLACK_LIMITS.viewTitle),
    close: plain('Close', SLACK_LIMITS.viewTitle),
    blocks: render(first).blocks,
  };
}

function inputOf(field: FormField): KnownBlock[] {
  const element = field.kind === 'text' ? textInput(field) : choiceInput(field);
  if (element === undefined) return [];
  const optional = field.kind === 'text' ? !field.required : field.several;
  return [
    {
      type: 'input',
      block_id: field.name,
      label: plain(field.label, SLACK_LIMITS.inputLabel),
      ...(field.hint && { hint: plain(field.hint, SLACK_LIMITS.inputLabel) }),
      element,
      optional,
    },
  ];
}

function textInput({ value, long, maxLength }: TextField): InputBlock['element'] {
  const max_length = Math.min(maxLength, SLACK_LIMITS.inputText);
  const initial_value = cutAtWord(value.toWellFormed(), max_length);
  return {
    type: 'plain_text_input',
    action_id: ACTION,
    multiline: long,
    max_length,
    ...(initial_value && { initial_value }),
  };
}

/** Undefined for a choice of nothing, which Slack does not take. */
function choiceInput({ options, chosen, several }: ChoiceField): InputBlock['element'] | undefined {
  const known = options
    .filter(({ value }) => value !== '' && value.length <= SLACK_LIMITS.optionValue)
    .slice(0, SLACK_LIMITS.options)
    .map(({ label, value }) => ({ text: plain(label, SLACK_LIMITS.optionText), value }));
  const initial = known.filter(({ value }) => chosen.includes(value));
  const [first] = initial;
  if (known.length === 0) return undefined;
  if (several)
    return {
      type: 'multi_static_select',
      action_id: ACTION,
      options: known,
      ...(first && { initial_options: initial }),
    };
  return {
    type: 'static_select',
    action_id: ACTION,
    options: known,
    ...(first && { initial_option: first }),
  };
}

function valuesOf(element: Filled[string][string] | undefined): string[] {
  if (element?.selected_options) return element.selected_options.map(({ value }) => value);
  if (element?.selected_option) return [element.selected_option.value];
  return typeof element?.value === 'string' ? [element.value] : [];
}

function withoutButtons({ actions: _, ...message }: Message): Message {
  return {
    ...message,
    cards: message.cards.map(({ actions: _, ...card }) => card),
    ...(message.rows && { rows: message.rows.map(({ action: _, ...row }) => row) }),
  };
}
