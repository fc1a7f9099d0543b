import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APISelectMenuOption,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import { type ChoiceField, type Form, type FormField, MOST_FIELDS } from '../../core/form.ts';
import { cutAtWord, oneLine } from '../../lib/text.ts';
import { labelOf } from './components.ts';
import { formId } from './custom-id.ts';
import { LIMITS } from './limits.ts';

/**
 * A form as Discord's window. Its texts are shortened to LIMITS; a choice without options is left
 * out. The button that sends it is Discord's own.
 * @param about the channel that it is about, where that is not the one where it is opened
 */
export function renderForm(form: Form, about?: string): APIModalInteractionResponseCallbackData {
  const fields = form.fields.filter((field) => field.kind === 'text' || field.options.length > 0);
  return {
    custom_id: formId(form.command, about),
    title: labelOf(form.title, LIMITS.modalTitle),
    components: fields.slice(0, MOST_FIELDS).map(renderField),
  };
}

/** What was filled in, by the names of the fields; none for an empty text and for no choice. */
export function filledIn({ fields }: ModalSubmitInteraction): Record<string, readonly string[]> {
  const entries = fields.fields.map((field, name): [string, readonly string[]] => {
    if ('values' in field) return [name, [...field.values]];
    const { value } = field as { readonly value?: unknown };
    return [name, typeof value === 'string' && value !== '' ? [value] : []];
  });
  return Object.fromEntries(entries);
}

function renderField(field: FormField): APILabelComponent {
  const description = cutAtWord(oneLine(field.hint ?? ''), LIMITS.fieldDescription);
  return {
    type: ComponentType.Label,
    label: labelOf(field.label, LIMITS.fieldLabel),
    ...(description !== '' && { description }),
    component: renderInput(field),
  };
}

function renderInput(field: FormField): APIComponentInLabel {
  if (field.kind === 'choice') return renderChoice(field);
  const longest = Math.min(field.maxLength, LIMITS.inputLength);
  const value = cutAtWord(field.value.toWellFormed(), longest);
  return {
    type: ComponentType.TextInput,
    custom_id: field.name,
    style: field.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required,
    max_length: longest,
    ...(value !== '' && { value }),
  };
}

/** On a phone nothing can be unchosen unless min_values is 0: discord-api-docs issue 8272. */
function renderChoice({ name, options, chosen, several }: ChoiceField): APIComponentInLabel {
  const shown = options.slice(0, LIMITS.options);
  const first = several ? chosen : chosen.slice(0, 1);
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    required: !several,
    min_values: several ? 0 : 1,
    max_values: several ? shown.length : 1,
    options: shown.map(
      ({ label, value }): APISelectMenuOption => ({
        label: labelOf(label, LIMITS.optionLabel),
        value,
        ...(first.includes(value) && { default: true }),
      }),
    ),
  };
}
