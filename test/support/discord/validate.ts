import type { APIEmbed } from 'discord.js';
import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import type { ZodMiniType } from 'zod/mini';
import { checkComponents, V2 } from './components.ts';
import { emptyMessage, type FormError, invalidForm } from './errors.ts';
import type { CommandOption, RegisteredCommand, SentBody, World } from './world.ts';

/** A new message, checked against Discord's own schema and the limits that only its pages tell. */
export function checkMessage(body: unknown, world: World): SentBody {
  checkSchema(body, MessageCreateRequestSchema, 'new message', world);
  return checkBody(body, 'new message', world);
}

/** The edit of a message; gives what it shows then, for a field that is left out stays. */
export function checkMessageEdit(body: unknown, before: SentBody, world: World): SentBody {
  checkSchema(body, MessageEditRequestPartialSchema, 'edit', world);
  const sent = body as SentBody;
  const flags = (before.flags ?? 0) | (sent.flags ?? 0);
  return checkBody({ ...before, ...sent, flags }, 'edit', world);
}

/** The edit of an interaction's answer. @param files names of those that came with it */
export function checkEdit(
  body: unknown,
  before: SentBody,
  files: readonly string[],
  world: World,
): SentBody {
  checkSchema(body, IncomingWebhookUpdateRequestPartialSchema, 'answer', world);
  const sent = body as SentBody;
  const flags = (before.flags ?? 0) | (sent.flags ?? 0);
  const named = (sent.attachments ?? []).map(({ filename }) => filename);
  if (named.join() !== files.join()) throw invalidForm([invalid(['attachments'], 'Not the files')]);
  return checkBody({ ...before, ...sent, flags }, 'answer', world, files);
}

/** The body of a bulk overwrite of commands. */
export function checkCommands(body: unknown, world: World): RegisteredCommand[] {
  if (!Array.isArray(body)) throw invalidForm([invalid([], 'Not a list')]);
  for (const entry of body)
    checkSchema(entry, ApplicationCommandUpdateRequestSchema, 'command', world);
  const commands = body as RegisteredCommand[];
  const errors = commands.flatMap((command, index) => commandErrors(command, [index]));
  if (new Set(commands.map(({ name }) => name)).size < commands.length) {
    errors.push({
      path: [],
      code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
      message: 'Names must be unique',
    });
  }
  if (errors.length > 0) throw invalidForm(errors);
  return commands;
}

/** A response to an interaction, by its type: https://docs.discord.com/developers/interactions/receiving-and-responding */
export function checkResponse(body: unknown, world: World): void {
  const { type } = body as { type: keyof typeof RESPONSES };
  checkSchema(body, RESPONSES[type], 'response', world);
}

const RESPONSES = {
  5: CreateMessageInteractionCallbackRequestSchema,
  6: UpdateMessageInteractionCallbackRequestSchema,
  8: ApplicationCommandAutocompleteCallbackRequestSchema,
  9: ModalInteractionCallbackRequestSchema,
} as const;

/** Any body against a schema; a field that the schema does not know is a violation. */
export function checkSchema(body: unknown, schema: ZodMiniType, what: string, world: World): void {
  const result = schema.safeParse(body);
  if (!result.success) {
    throw invalidForm(result.error.issues.map(({ path, message }) => invalid(path, message)));
  }
  for (const path of unknownFields(body, result.data)) {
    world.violations.push(`${what}: Discord does not know the field ${path}`);
  }
}

function checkBody(
  body: unknown,
  what: string,
  world: World,
  files: readonly string[] = [],
): SentBody {
  const sent = body as SentBody;
  if (JSON.stringify(sent.allowed_mentions) !== '{"parse":[]}') {
    world.violations.push(`${what}: allowed_mentions is not {"parse":[]}`);
  }
  if ((sent.flags ?? 0) & V2) checkComponents(sent, files);
  else checkLegacy(sent);
  const errors = contentErrors(sent);
  if (errors.length > 0) throw invalidForm(errors);
  return sent;
}

function checkLegacy({ content, embeds, components }: SentBody): void {
  const errors = embedsErrors(embeds ?? []);
  if (components?.some(({ type }) => type !== 1)) {
    errors.push(invalid(['components'], 'Needs the flag IS_COMPONENTS_V2'));
  }
  if (errors.length > 0) throw invalidForm(errors);
  if (!content && !embeds?.length) throw emptyMessage();
}

function contentErrors({ content, nonce, enforce_nonce }: SentBody): FormError[] {
  const errors = tooLong(content ?? undefined, 2000, ['content']);
  if (enforce_nonce && !nonce) errors.push(invalid(['nonce'], 'A nonce is required'));
  return errors;
}

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
function embedsErrors(embeds: readonly APIEmbed[]): FormError[] {
  const errors = embeds.flatMap((embed, index) => embedErrors(embed, ['embeds', index]));
  if (embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > 6000) {
    const message = 'Embed size exceeds maximum size of 6000';
    errors.push({ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message });
  }
  return errors;
}

function embedErrors(embed: APIEmbed, path: PropertyKey[]): FormError[] {
  const empty = embedLength(embed) === 0;
  return [
    ...(empty
      ? [
          {
            path: [...path, 'description'],
            code: 'BASE_TYPE_REQUIRED',
            message: 'This field is required',
          },
        ]
      : []),
    ...tooLong(embed.title, 256, [...path, 'title']),
    ...tooLong(embed.description, 4096, [...path, 'description']),
    ...tooLong(embed.footer?.text, 2048, [...path, 'footer', 'text']),
    ...tooLong(embed.author?.name, 256, [...path, 'author', 'name']),
    ...(embed.fields ?? []).flatMap((field, index) => [
      ...tooLong(field.name, 256, [...path, 'fields', index, 'name']),
      ...tooLong(field.value, 1024, [...path, 'fields', index, 'value']),
    ]),
    ...(embed.url === undefined ? [] : urlErrors(embed.url, [...path, 'url'])),
  ];
}

/** Counted in UTF-16 units, the stricter of the two ways. */
function embedLength({ title, description, footer, author, fields = [] }: APIEmbed): number {
  const texts = [title, description, footer?.text, author?.name];
  return [...texts, ...fields.flatMap(({ name, value }) => [name, value])].reduce(
    (sum, text) => sum + (text?.trim().length ?? 0),
    0,
  );
}

function urlErrors(address: string, path: PropertyKey[]): FormError[] {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.hostname.includes('.')) {
    return [{ path, code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }];
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') return [];
  const message = `Scheme "${url.protocol.slice(0, -1)}" is not supported. Scheme must be one of ('http', 'https').`;
  return [{ path, code: 'URL_TYPE_INVALID_SCHEME', message }];
}

/** https://docs.discord.com/developers/interactions/application-commands */
function commandErrors(command: RegisteredCommand, path: PropertyKey[]): FormError[] {
  const named = [command, ...allOptions(command.options ?? [])];
  const errors = named.flatMap(({ name, description }) => [
    ...(/^[-_'\p{Ll}\p{N}]{1,32}$/u.test(name)
      ? []
      : [invalid([...path, 'name'], `Bad name ${name}`)]),
    ...(description ? [] : [invalid([...path, 'description'], `${name} needs a description`)]),
  ]);
  const required = (command.options ?? []).map((option) => option.required === true);
  if (required.lastIndexOf(true) > required.indexOf(false) && required.includes(false)) {
    errors.push(invalid([...path, 'options'], 'Required options must be placed before others'));
  }
  return errors;
}

function allOptions(options: readonly CommandOption[]): CommandOption[] {
  return options.flatMap((option) => [option, ...allOptions(option.options ?? [])]);
}

function tooLong(text: string | undefined, max: number, path: PropertyKey[]): FormError[] {
  if (text === undefined || text.length <= max) return [];
  return [{ path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${max} or fewer in length.` }];
}

function invalid(path: readonly PropertyKey[], message: string): FormError {
  return { path, code: 'BASE_TYPE_INVALID', message };
}

/** What zod left out of its result: fields that the schema does not name. */
function unknownFields(given: unknown, known: unknown, path = ''): string[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const other = (known as Record<string, unknown> | undefined)?.[key];
    const here = path === '' ? key : `${path}.${key}`;
    return other === undefined && value !== undefined ? [here] : unknownFields(value, other, here);
  });
}
