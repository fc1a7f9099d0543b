import { z } from 'zod';
import { type Answer, refusal } from './answers.ts';
import { judgeBlocks } from './blocks.ts';
import type { Args } from './method.ts';
import { findPings } from './pings.ts';
import type { Block, Workspace } from './workspace.ts';

/** A trigger_id is good for 3 s, once: https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses */
const TRIGGER_MS = 3_000;

/** A modal or a home as a person sees it. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Block[];
  readonly title?: { readonly text: string };
  readonly submit?: { readonly text: string };
  readonly callback_id?: string;
  readonly private_metadata?: string;
  /** What stands in red below inputs, by their block_id. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** What the people of a workspace have open. */
export interface Views {
  /** A fresh trigger_id of a person. */
  trigger(user: string): string;
  open(args: Args): Answer;
  update(args: Args): Answer;
  publish(args: Args): Answer;
  /** The modal that a person has open. */
  modalOf(user: string): View | undefined;
  homeOf(user: string): View | undefined;
  /** What the app acknowledges a form with: it stays with errors, changes, or closes. */
  settle(user: string, response: unknown): void;
}

const label = z.strictObject({
  type: z.literal('plain_text'),
  text: z.string().min(1).max(24),
  emoji: z.boolean().optional(),
});
const common = {
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })).max(100),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), ...common }),
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: label,
    submit: label.optional(),
    close: label.optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  }),
]);

const response = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
]);

interface Trigger {
  readonly user: string;
  readonly issuedAt: number;
  isUsed: boolean;
}

export function createViews({ options, violations }: Workspace): Views {
  const { now } = options;
  const triggers = new Map<string, Trigger>();
  const modals = new Map<string, View>();
  const homes = new Map<string, View>();
  let count = 0;

  function trigger(user: string): string {
    const id = `${triggers.size + 1}.2.trigger`;
    triggers.set(id, { user, issuedAt: now(), isUsed: false });
    return id;
  }

  function open({ trigger_id = '', view }: Args): Answer {
    const found = triggers.get(trigger_id);
    if (!found) return refusal('invalid_trigger_id');
    if (now() - found.issuedAt > TRIGGER_MS) return refusal('expired_trigger_id');
    if (found.isUsed) return refusal('exchanged_trigger_id');
    found.isUsed = true;
    return show(modals, found.user, 'modal', view);
  }

  function update({ view_id, view }: Args): Answer {
    const owner = [...modals].find(([, it]) => it.id === view_id)?.[0];
    return owner === undefined ? refusal('not_found') : show(modals, owner, 'modal', view);
  }

  function publish({ user_id = '', view }: Args): Answer {
    if (!options.users.some(({ id }) => id === user_id)) return refusal('user_not_found');
    return show(homes, user_id, 'home', view);
  }

  function show(place: Map<string, View>, user: string, type: string, json = ''): Answer {
    const [view, faults] = judgeView(parse(json), type);
    if (!view) return fault(faults);
    const known = { ...view, id: `V0VIEW${++count}` };
    place.set(user, known);
    return { ok: true, view: known };
  }

  function fault(messages: readonly string[]): Answer {
    violations.push(`a view: ${messages.join('; ')}`);
    return { ...refusal('invalid_arguments'), response_metadata: { messages } };
  }

  function settle(user: string, given: unknown): void {
    if (given === undefined || given === '') return void modals.delete(user);
    const parsed = response.safeParse(given);
    if (!parsed.success) return void violations.push(`a form's answer: ${parsed.error.message}`);
    const { data } = parsed;
    if (data.response_action === 'clear') modals.delete(user);
    if (data.response_action === 'errors') stay(user, data.errors);
    if ('view' in data) show(modals, user, 'modal', JSON.stringify(data.view));
  }

  function stay(user: string, errors: Readonly<Record<string, string>>): void {
    const view = modals.get(user);
    const inputs = view?.blocks.filter(({ type }) => type === 'input') ?? [];
    if (view) modals.set(user, { ...view, errors });
    for (const name of Object.keys(errors))
      if (!inputs.some(({ block_id }) => block_id === name))
        violations.push(`a form's answer: there is no input "${name}"`);
  }

  return {
    trigger,
    open,
    update,
    publish,
    settle,
    modalOf: (user) => modals.get(user),
    homeOf: (user) => homes.get(user),
  };
}

type Judged = Omit<View, 'id'>;

/** A view as Slack takes it, or what it finds fault with. */
export function judgeView(value: unknown, type: string): [Judged | undefined, readonly string[]] {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return [undefined, parsed.error.issues.map(({ message }) => message)];
  const view = parsed.data;
  const { details } = judgeBlocks(view.blocks, 'view');
  const inputs = view.blocks.filter((block) => block.type === 'input');
  const faults = [
    ...details,
    ...(view.type === type ? [] : [`a ${type} must be of that type`]),
    ...(new Set(inputs.map(({ block_id }) => block_id)).size === inputs.length
      ? []
      : ['block_id must be unique']),
    ...(inputs.length > 0 && !('submit' in view && view.submit) ? ['submit is missing'] : []),
    ...findPings(view, 'person').map((ping) => `${ping} would notify people`),
  ];
  return faults.length > 0 ? [undefined, faults] : [view as unknown as Judged, []];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
