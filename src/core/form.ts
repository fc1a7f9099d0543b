/** A form to fill in. Sent, it is a command with its fields: see CommandRequest. */
export interface Form {
  readonly title: string;
  /** The command that it stands for, for instance "papers settings when". */
  readonly command: string;
  /** On the button that sends it. */
  readonly submit: string;
  /** At most MOST_FIELDS. */
  readonly fields: readonly FormField[];
}

/** Discord's modals take five: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal */
export const MOST_FIELDS = 5;

export type FormField = ChoiceField | TextField;

interface Field {
  /** Names it in the command's fields. */
  readonly name: string;
  /** At most 45 characters, Discord's limit for a label. */
  readonly label: string;
  /** At most 100 characters, Discord's limit for a description. */
  readonly hint?: string;
}

/** One or several of up to 25 options. */
export interface ChoiceField extends Field {
  readonly kind: 'choice';
  readonly options: readonly Option[];
  /** The values that are chosen at first. */
  readonly chosen: readonly string[];
  /** True when several may be chosen; then none may be, too. */
  readonly several: boolean;
}

export interface Option {
  readonly label: string;
  readonly value: string;
}

export interface TextField extends Field {
  readonly kind: 'text';
  /** What stands there at first. */
  readonly value: string;
  /** True for several lines. */
  readonly long: boolean;
  readonly required: boolean;
  /** In characters: at most 3,000, Slack's limit. */
  readonly maxLength: number;
}
