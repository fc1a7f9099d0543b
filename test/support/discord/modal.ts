import type {
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  APIStringSelectComponent,
  APITextInputComponent,
} from 'discord.js';
import { type AnyComponent, duplicateId, duplicates, partErrors, within } from './components.ts';
import { type FormError, invalidForm } from './errors.ts';

type Modal = APIModalInteractionResponseCallbackData;
type Field = APIStringSelectComponent | APITextInputComponent;

/** What a person fills in, by the labels: words, or the labels of options. */
export type FilledIn = Readonly<Record<string, string | readonly string[]>>;

/** A window against what Discord's schema does not say. */
export function checkModal({ components }: Modal): void {
  const all = within(components as readonly AnyComponent[]);
  const errors = [
    ...(components.length > 5 ? [wrong('components', 'A window takes 5 fields')] : []),
    ...components.filter(({ type }) => type !== 18).map(() => wrong('type', 'Use a label')),
    ...duplicates(all.flatMap((it) => it.custom_id ?? [])).map(duplicateId),
    ...all.flatMap(partErrors),
    ...labelsOf(components).flatMap(({ component }) => fieldErrors(component as Field)),
  ];
  if (errors.length > 0) throw invalidForm(errors);
}

/** What Discord sends of a window that was filled in; throws where its client would not let one. */
export function fillIn({ components }: Modal, values: FilledIn): object[] {
  const labels = labelsOf(components);
  for (const name of Object.keys(values)) {
    if (!labels.some(({ label }) => label === name)) throw new Error(`No field "${name}"`);
  }
  return labels.map((label, index) => ({
    type: 18,
    id: index * 2 + 1,
    component: {
      id: index * 2 + 2,
      type: label.component.type,
      custom_id: (label.component as Field).custom_id,
      ...answerOf(label, values[label.label]),
    },
  }));
}

function answerOf({ label, component }: APILabelComponent, given: FilledIn[string] | undefined) {
  const field = component as Field;
  if (field.type === 4) return { value: typed(label, field, given) };
  return { values: chosen(label, field, given) };
}

function typed(label: string, field: APITextInputComponent, given: FilledIn[string] | undefined) {
  const text = given === undefined ? (field.value ?? '') : String(given);
  const { max_length: most = 4000, min_length: least = 0, required = true } = field;
  if (text.length > most || text.length < least) throw new Error(`"${label}" takes ${most}`);
  if (required && text === '') throw new Error(`"${label}" must be filled in`);
  return text;
}

function chosen(
  label: string,
  menu: APIStringSelectComponent,
  given: FilledIn[string] | undefined,
) {
  const { options, min_values: least = 1, max_values: most = 1 } = menu;
  const names = given === undefined ? undefined : [given].flat();
  const values = options
    .filter((it) => (names ? names.includes(it.label) : it.default))
    .map(({ value }) => value);
  if (names && values.length < names.length) throw new Error(`"${label}" has no such option`);
  if (values.length < least || values.length > most) throw new Error(`"${label}" takes ${most}`);
  return values;
}

function labelsOf(components: Modal['components']): APILabelComponent[] {
  return components.filter(({ type }) => type === 18) as unknown as APILabelComponent[];
}

function fieldErrors(field: Field): FormError[] {
  if (field.type === 3) {
    const empty = field.min_values === 0 && (field.required ?? true);
    return empty ? [wrong('min_values', 'SELECT_COMPONENT_REQUIRED_ZERO_MIN_VALUES')] : [];
  }
  const { label, value = '', max_length: most = 4000 } = field;
  return [
    ...(label === undefined ? [] : [wrong('label', 'A label holds the label')]),
    ...(value.length > most ? [wrong('value', `Must be ${most} or fewer in length.`)] : []),
  ];
}

function wrong(field: string, message: string): FormError {
  return { path: [field], code: 'BASE_TYPE_INVALID', message };
}
