import type {
  APIButtonComponent,
  APIMessageTopLevelComponent,
  APISelectMenuOption,
  APIStringSelectComponent,
} from 'discord.js';
import { emptyMessage, type FormError, invalidForm } from './errors.ts';
import type { SentBody } from './world.ts';

/** Any component, as far as we look into it. */
export interface AnyComponent {
  readonly type: number;
  readonly content?: string;
  readonly components?: readonly AnyComponent[];
  readonly component?: AnyComponent;
  readonly accessory?: AnyComponent;
  readonly custom_id?: string;
  readonly label?: string;
  readonly url?: string;
  readonly placeholder?: string;
  readonly options?: readonly APISelectMenuOption[];
  readonly file?: { readonly url: string };
}

/** IS_COMPONENTS_V2. https://docs.discord.com/developers/components/reference */
export const V2 = 1 << 15;

/** A component and all within it, in the order in which they are seen. */
export function within(components: readonly AnyComponent[]): AnyComponent[] {
  return components.flatMap((it) => [
    it,
    ...within(it.components ?? []),
    ...within([it.component, it.accessory].filter((inner) => inner !== undefined)),
  ]);
}

/** All components of a message. */
export function componentsOf({ components }: SentBody): AnyComponent[] {
  return within((components ?? []) as readonly APIMessageTopLevelComponent[] as AnyComponent[]);
}

/** A message of version 2, against what Discord's schema does not say. @param files sent with it */
export function checkComponents(sent: SentBody, files: readonly string[]): void {
  const all = componentsOf(sent);
  if (all.length === 0) throw emptyMessage();
  const errors = [
    ...legacyErrors(sent),
    ...sumErrors(all),
    ...all.flatMap((it) => partErrors(it)),
    ...duplicates(all.flatMap((it) => it.custom_id ?? [])).map(duplicateId),
    ...all.flatMap((it) => fileErrors(it, files)),
  ];
  if (errors.length > 0) throw invalidForm(errors);
}

/** What a button, a menu or a row of them must keep to. */
export function partErrors(component: AnyComponent): FormError[] {
  if (component.type === 1) return rowErrors(component);
  if (component.type === 2) return buttonErrors(component as APIButtonComponent);
  if (component.type === 3) return menuErrors(component as APIStringSelectComponent);
  return component.type === 10 && component.content?.trim() === ''
    ? [wrong('content', 'BASE_TYPE_REQUIRED', 'This field is required')]
    : [];
}

/** Values that are there more than once. */
export function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) < index);
}

export function duplicateId(id: string): FormError {
  const message = `Component custom id cannot be duplicated: ${id}`;
  return wrong('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
}

function legacyErrors({ content, embeds }: SentBody): FormError[] {
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
  return Object.entries({ content, embeds })
    .filter(([, value]) => value?.length)
    .map(([field]) =>
      wrong(field, code, `The '${field}' field cannot be used with IS_COMPONENTS_V2`),
    );
}

function sumErrors(all: readonly AnyComponent[]): FormError[] {
  const text = all.reduce((sum, { content = '' }) => sum + content.length, 0);
  return [
    ...(all.length > 40
      ? [wrong('components', 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `${all.length} of 40`)]
      : []),
    ...(text > 4000
      ? [wrong('components', 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `${text} of 4000`)]
      : []),
  ];
}

function rowErrors({ components = [] }: AnyComponent): FormError[] {
  const menus = components.filter(({ type }) => type !== 2).length;
  if (menus === 0 || components.length === 1) return [];
  return [wrong('components', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A menu needs a row of its own')];
}

function buttonErrors(button: APIButtonComponent): FormError[] {
  const { label = '', url, custom_id } = button as AnyComponent;
  const isLink = button.style === 5;
  return [
    ...(label.trim() === ''
      ? [wrong('label', 'BASE_TYPE_REQUIRED', 'A button needs a label')]
      : []),
    ...(isLink === (url === undefined)
      ? [wrong('url', 'BUTTON_COMPONENT_URL', 'An address belongs to a link, and only to it')]
      : []),
    ...(isLink === (custom_id !== undefined)
      ? [wrong('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID', 'A name belongs to any other button')]
      : []),
    ...(url === undefined || /^https?:\/\/[^/]+\./.test(url)
      ? []
      : [wrong('url', 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')]),
  ];
}

function menuErrors(menu: APIStringSelectComponent): FormError[] {
  const { options, max_values: most = 1, min_values: least = 1 } = menu;
  const chosen = options.filter((it) => it.default).length;
  return [
    ...duplicates(options.map(({ value }) => value)).map((value) =>
      wrong('options', 'SELECT_OPTION_VALUE_DUPLICATED', `The value ${value} is there twice`),
    ),
    ...(options.some(({ label }) => label.trim() === '')
      ? [wrong('options', 'BASE_TYPE_REQUIRED', 'An option needs a label')]
      : []),
    ...(chosen > most ? [wrong('options', 'SELECT_TOO_MANY_DEFAULTS', 'Too many defaults')] : []),
    ...(most > options.length || least > most
      ? [wrong('max_values', 'SELECT_OPTIONS_RANGE', `${least} to ${most} of ${options.length}`)]
      : []),
  ];
}

function fileErrors({ file }: AnyComponent, files: readonly string[]): FormError[] {
  if (!file || files.some((name) => file.url === `attachment://${name}`)) return [];
  return [wrong('file', 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', file.url)];
}

function wrong(field: string, code: string, message: string): FormError {
  return { path: [field], code, message };
}
