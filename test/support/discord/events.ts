import type { Asker, Entered, Option, Typing, Upload } from './entered.ts';
import { channelJson, memberJson, userJson } from './shapes.ts';
import type { CommandOption, FakeChannel, World } from './world.ts';

/** Manage Channels, and what anybody may. */
const MAY_MANAGE = '2248473465835089';

/** INTERACTION_CREATE of a kind: 2 command, 3 component, 4 autocomplete, 5 window. */
export function interactionJson(
  world: World,
  { channel, user = world.userId, takenAlong = false, permissions = MAY_MANAGE }: Asker,
  kind: { readonly type: 2 | 3 | 4 | 5; readonly token: string } & Record<string, unknown>,
): object {
  const person = userJson(user, 'reader', false);
  const inServer = channel.type !== 1;
  return {
    ...{ id: world.nextId(), application_id: world.applicationId, version: 1, locale: 'en-US' },
    ...{ channel: channelJson(channel, world), channel_id: channel.id, context: inServer ? 0 : 1 },
    ...{ entitlements: [], entitlement_sku_ids: [], app_permissions: '2248473465835073' },
    authorizing_integration_owners: takenAlong
      ? { 1: user }
      : { 0: inServer ? channel.guildId : '0' },
    attachment_size_limit: 10_485_760,
    ...kind,
    ...(inServer
      ? {
          ...{ guild_id: channel.guildId, guild_locale: 'en-US' },
          guild: { id: channel.guildId, features: [], locale: 'en-US' },
          member: { ...memberJson(), user: person, permissions },
        }
      : { user: person }),
  };
}

/** Discord's client offers only what is registered: anything else is a mistake of the test. */
export function commandData(world: World, entered: Entered, download: (file: Upload) => object) {
  const { name, subcommand, options = {}, channel, takenAlong } = entered;
  const command = world.commands.find((entry) => entry.name === name);
  if (!command) throw new Error(`No command /${name} is registered`);
  const offered = command.contexts?.includes(channel.type === 1 ? 1 : 0);
  if (!offered || (takenAlong && !command.integration_types?.includes(1))) {
    throw new Error(`/${name} is not offered in ${channel.name}`);
  }
  const path = subcommand?.split(' ') ?? [];
  const resolved = { channels: {}, attachments: {} };
  const known = path.reduce((inner, step) => optionsOf(name, inner, step), command.options ?? []);
  const filled = Object.entries(given(known, options)).map(([option, value]) =>
    filledIn(option, value, known, { world, download, resolved }),
  );
  const nested = path.reduceRight<object[]>(
    (inner, step, index) => [{ type: index < path.length - 1 ? 2 : 1, name: step, options: inner }],
    filled,
  );
  return { id: command.id, name, type: 1, options: nested, resolved };
}

/** The same with one option that is still being typed. */
export function typingData(
  world: World,
  { option, typed, options = {}, ...entered }: Typing,
): object {
  const command = world.commands.find((entry) => entry.name === entered.name);
  const path = entered.subcommand?.split(' ') ?? [];
  const known = path.reduce(
    (inner, step) => optionsOf(entered.name, inner, step),
    command?.options ?? [],
  );
  if (!known.some((it) => it.name === option && it.autocomplete)) {
    throw new Error(`Nothing is suggested for ${option} of /${entered.name}`);
  }
  const chosen = Object.entries(options).map(([name, { id }]) => ({ name, type: 7, value: id }));
  const focused = [...chosen, { name: option, type: 3, value: typed, focused: true }];
  const nested = path.reduceRight<object[]>(
    (inner, step, index) => [{ type: index < path.length - 1 ? 2 : 1, name: step, options: inner }],
    focused,
  );
  return { id: command?.id, name: entered.name, type: 1, options: nested };
}

function optionsOf(name: string, known: readonly CommandOption[], step: string) {
  const chosen = known.find((it) => (it.type === 1 || it.type === 2) && it.name === step);
  if (!chosen) throw new Error(`/${name} has no subcommand ${step}`);
  return chosen.options ?? [];
}

function given(known: readonly CommandOption[], options: Readonly<Record<string, Option>>) {
  for (const { name, required } of known) {
    if (required && options[name] === undefined) throw new Error(`The option ${name} is required`);
  }
  return options;
}

interface Resolution {
  readonly world: World;
  readonly download: (file: Upload) => object;
  readonly resolved: {
    readonly channels: Record<string, object>;
    readonly attachments: Record<string, object>;
  };
}

function filledIn(
  name: string,
  value: Option,
  known: readonly CommandOption[],
  { world, download, resolved }: Resolution,
): object {
  const option = known.find((entry) => entry.name === name);
  if (!option) throw new Error(`There is no option ${name}`);
  const { type } = option;
  if (typeof value === 'string') return { name, type, value };
  const id = 'bytes' in value ? world.nextId() : value.id;
  if ('bytes' in value) resolved.attachments[id] = { id, ...download(value) };
  else resolved.channels[id] = resolvedChannel(value, world);
  return { name, type, value: id };
}

function resolvedChannel(channel: FakeChannel, world: World): object {
  return { permissions: MAY_MANAGE, ...channelJson(channel, world) };
}
