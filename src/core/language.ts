/** A language that summaries can be written in, by its BCP 47 tag. */
export type Language = keyof typeof LANGUAGES;

/**
 * Those that Discord is read in (https://docs.discord.com/developers/reference#locales), with their
 * names in English; varieties are kept apart only where they are written differently.
 */
export const LANGUAGES = {
  en: 'English',
  bg: 'Bulgarian',
  'zh-CN': 'Simplified Chinese',
  'zh-TW': 'Traditional Chinese',
  hr: 'Croatian',
  cs: 'Czech',
  da: 'Danish',
  nl: 'Dutch',
  fi: 'Finnish',
  fr: 'French',
  de: 'German',
  el: 'Greek',
  hi: 'Hindi',
  hu: 'Hungarian',
  id: 'Indonesian',
  it: 'Italian',
  ja: 'Japanese',
  ko: 'Korean',
  lt: 'Lithuanian',
  no: 'Norwegian',
  pl: 'Polish',
  'pt-BR': 'Brazilian Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  es: 'Spanish',
  sv: 'Swedish',
  th: 'Thai',
  tr: 'Turkish',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
} as const;

/** The language of abstracts, and of a channel that sets none. */
export const ENGLISH = 'en' satisfies Language;

/** What a channel sets, as a language; null stands for none. */
export function languageOf({ language }: { readonly language: Language | null }): Language {
  return language ?? ENGLISH;
}

/** The same the other way round. */
export function settingOf(language: Language): Language | null {
  return language === ENGLISH ? null : language;
}

/**
 * The language that somebody names: by its tag ("de", "de-AT"), in English ("German") or in itself
 * ("Deutsch"); undefined for one that there is not.
 */
export function readLanguage(typed: string): Language | undefined {
  const wanted = typed.trim().toLowerCase();
  return TAGS.find((tag) => namesOf(tag).includes(wanted)) ?? byTag(wanted);
}

const TAGS = Object.keys(LANGUAGES) as Language[];

/** "pt-BR", "Brazilian Portuguese", "Portuguese", "português". */
function namesOf(tag: Language): string[] {
  const bare = bareOf(tag);
  const own = new Intl.DisplayNames([tag], { type: 'language' }).of(bare) ?? tag;
  const english = ENGLISH_NAMES.of(bare) ?? tag;
  return [tag, LANGUAGES[tag], english, own].map((name) => name.toLowerCase());
}

const ENGLISH_NAMES = new Intl.DisplayNames(['en'], { type: 'language' });

/** "de-at" is German, "zh-hant" Traditional Chinese, "nb" Norwegian. */
function byTag(wanted: string): Language | undefined {
  if (/^zh-(?:hant|hk|mo)\b/.test(wanted)) return 'zh-TW';
  if (/^n[bn]\b/.test(wanted)) return 'no';
  if (!/^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/.test(wanted)) return undefined;
  return TAGS.find((tag) => bareOf(tag) === bareOf(wanted));
}

function bareOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
