import type { Responses } from './responses.ts';
import type { Sockets } from './sockets.ts';
import type { View, Views } from './views.ts';
import {
  APP_ID,
  type Block,
  channelName,
  type Ephemeral,
  type PostedMessage,
  TEAM,
  type Workspace,
} from './workspace.ts';

/** What a person looks at: a post, what only they see, a modal or their home. */
export type Sight = PostedMessage | Ephemeral | View;

/** A person in front of Slack: sees labels, and knows nothing of commands and ids. */
export interface Person {
  readonly id: string;
  /** Presses the button with this label; with several of them the one that is `nth`, from 0 on. */
  press(sight: Sight, label: string, nth?: number): Promise<void>;
  /** Chooses an option of the menu with this placeholder. */
  choose(sight: Sight, menu: string, option: string): Promise<void>;
  /** Fills the open modal in by its labels, and sends it. */
  submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<void>;
  /** Closes the open modal. */
  cancel(): Promise<void>;
  /** Opens the home of the bot. */
  visit(): Promise<void>;
  modal(): View | undefined;
  home(): View | undefined;
}

interface Services {
  readonly workspace: Workspace;
  readonly responses: Responses;
  readonly views: Views;
  readonly deliver: Sockets['deliver'];
  /** The address of the server. */
  readonly origin: () => string;
}

interface Element {
  readonly type: string;
  readonly action_id?: string;
  readonly value?: string;
  readonly url?: string;
  readonly text?: { readonly text: string };
  readonly placeholder?: { readonly text: string };
  readonly options?: readonly Option[];
  readonly initial_option?: Option;
  readonly initial_options?: readonly Option[];
  readonly initial_value?: string;
  readonly max_length?: number;
}

interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
}

interface Input {
  readonly block_id: string;
  readonly label: { readonly text: string };
  readonly optional?: boolean;
  readonly element: Element & { readonly action_id: string };
}

export function createPerson(id: string, services: Services): Person {
  const { workspace, views, deliver } = services;
  const user = { id, username: id.slice(2).toLowerCase(), team_id: TEAM.id };
  const common = () => ({
    user: { ...user, name: user.username },
    api_app_id: APP_ID,
    token: 'verification-token',
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
  });

  async function act(sight: Sight, action: object): Promise<void> {
    await deliver('interactive', {
      type: 'block_actions',
      ...common(),
      ...surroundings(id, sight, services),
      trigger_id: views.trigger(id),
      actions: [{ block_id: 'b1', action_ts: workspace.nextTs(), ...action }],
    });
  }

  async function press(sight: Sight, label: string, nth = 0): Promise<void> {
    const button = elements(sight.blocks).filter(({ text }) => text?.text === label)[nth];
    if (!button) throw new Error(`There is no button "${label}" ${nth} in ${inWords(sight)}`);
    const { type, action_id, value, url, text } = button;
    await act(sight, { type, action_id, value, url, text });
  }

  async function choose(sight: Sight, menu: string, label: string): Promise<void> {
    const found = elements(sight.blocks).find(({ placeholder }) => placeholder?.text === menu);
    const selected_option = found?.options?.find(({ text }) => text.text === label);
    if (!selected_option) throw new Error(`There is no "${label}" in "${menu}"`);
    await act(sight, { type: found?.type, action_id: found?.action_id, selected_option });
  }

  async function submit(values: Readonly<Record<string, string | readonly string[]>>) {
    const view = views.modalOf(id);
    if (!view) throw new Error('No modal is open');
    const inputs = view.blocks.filter(({ type }) => type === 'input') as unknown as Input[];
    const labels = inputs.map(({ label }) => label.text);
    const unknown = Object.keys(values).filter((label) => !labels.includes(label));
    if (unknown.length > 0) throw new Error(`The modal has no ${unknown}, but ${labels}`);
    const state = { values: Object.fromEntries(inputs.map((input) => fill(input, values))) };
    const payload = { type: 'view_submission', ...common(), trigger_id: views.trigger(id) };
    views.settle(id, await deliver('interactive', { ...payload, view: { ...view, state } }));
  }

  async function cancel(): Promise<void> {
    const view = views.modalOf(id);
    views.settle(id, undefined);
    await deliver('interactive', { type: 'view_closed', ...common(), view, is_cleared: false });
  }

  async function visit(): Promise<void> {
    const event = { type: 'app_home_opened', user: id, channel: `D${id.slice(1)}`, tab: 'home' };
    await deliver('events_api', {
      ...{ type: 'event_callback', team_id: TEAM.id, api_app_id: APP_ID, authorizations: [] },
      event_id: `Ev${workspace.nextTs()}`,
      event_time: 1_795_000_000,
      event: { ...event, event_ts: workspace.nextTs() },
    });
  }

  const sights = { modal: () => views.modalOf(id), home: () => views.homeOf(id) };
  return { id, press, choose, submit, cancel, visit, ...sights };
}

/** Where a press happened, as Slack tells it. */
function surroundings(user: string, sight: Sight, services: Services): object {
  if (!('ts' in sight)) {
    return { container: { type: 'view', view_id: sight.id }, view: { ...sight, state: {} } };
  }
  const { channel, ts } = sight;
  const thread_ts = threadOf(sight, services.workspace);
  const isEphemeral = 'user' in sight;
  const original = isEphemeral ? sight : null;
  const container = { type: 'message', message_ts: ts, channel_id: channel, thread_ts };
  const path = services.responses.issue({ user, channel, original });
  return {
    container: { ...container, is_ephemeral: isEphemeral },
    channel: { id: channel, name: channelName(services.workspace, channel) },
    ...(!isEphemeral && { message: { type: 'message', ts, thread_ts, blocks: sight.blocks } }),
    response_url: services.origin() + path,
  };
}

/** Slack names the thread in its first message, too, once somebody has replied. */
function threadOf({ ts, thread_ts }: PostedMessage | Ephemeral, { messages }: Workspace) {
  return thread_ts ?? (messages.some((it) => it.thread_ts === ts) ? ts : undefined);
}

function elements(blocks: readonly Block[]): Element[] {
  return blocks.flatMap(({ type, accessory, elements }) => {
    if (type === 'actions') return elements as Element[];
    return type === 'section' && accessory ? [accessory as Element] : [];
  });
}

function fill(
  { block_id, label, optional, element }: Input,
  values: Readonly<Record<string, string | readonly string[]>>,
): [string, object] {
  const given = values[label.text];
  const filled = fillElement(element, given === undefined ? undefined : [given].flat());
  if (filled.isEmpty && !optional) throw new Error(`Slack asks to fill in "${label.text}"`);
  return [block_id, { [element.action_id]: { type: element.type, ...filled.state } }];
}

function fillElement(element: Element, given: readonly string[] | undefined) {
  if (element.type === 'plain_text_input') return fillText(element, given?.[0]);
  const chosen = given ? optionsOf(element, given) : initialOf(element);
  const state =
    element.type === 'static_select'
      ? { selected_option: chosen[0] ?? null }
      : { selected_options: chosen };
  return { state, isEmpty: chosen.length === 0 };
}

function fillText({ initial_value = '', max_length = 3_000 }: Element, given = initial_value) {
  if (given.length > max_length) throw new Error('Slack takes no more letters');
  return { state: { value: given || null }, isEmpty: given === '' };
}

function optionsOf({ options = [] }: Element, labels: readonly string[]): readonly Option[] {
  const chosen = options.filter(({ text }) => labels.includes(text.text));
  if (chosen.length !== labels.length) throw new Error(`"${labels}" are not among the options`);
  return chosen;
}

function initialOf({ initial_option: one, initial_options: some = [] }: Element) {
  return one ? [one] : some;
}

function inWords({ blocks }: Sight): string {
  return elements(blocks)
    .map(({ text, placeholder }) => `"${(text ?? placeholder)?.text}"`)
    .join(', ');
}
