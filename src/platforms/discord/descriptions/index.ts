import type { LocalizationMap } from 'discord.js';
import { de } from './de.ts';
import { type DescriptionKey, type Descriptions, en } from './en.ts';
import { es419 } from './es-419.ts';
import { esES } from './es-es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { zhCN } from './zh-cn.ts';
import { zhTW } from './zh-tw.ts';

export type { DescriptionKey };

/** By the names of https://docs.discord.com/developers/reference#locales; English is the default. */
export const LANGUAGES = {
  ...{ de, fr, ja, 'zh-CN': zhCN, 'zh-TW': zhTW, 'es-ES': esES, 'es-419': es419 },
} as const satisfies Readonly<Record<string, Descriptions>>;

/** A description in English and in every other language, as Discord registers them. */
export function described(key: DescriptionKey) {
  const translations = Object.entries(LANGUAGES).map(([locale, words]) => [locale, words[key]]);
  const description_localizations: LocalizationMap = Object.fromEntries(translations);
  return { description: en[key], description_localizations };
}
