import { describe, expect, it } from 'vitest';
import { LANGUAGES, readLanguage } from '../../src/core/language.ts';

describe('a language is named', () => {
  it.each([
    ['by its tag', 'de', 'de'],
    ['by a longer tag', 'de-AT', 'de'],
    ['in English', ' German ', 'de'],
    ['in itself', 'Deutsch', 'de'],
    ['in its own script', '日本語', 'ja'],
    ['without its country', 'portuguese', 'pt-BR'],
    ['by its usual variety', 'zh', 'zh-CN'],
    ['by its script', 'zh-Hant', 'zh-TW'],
    ['by one of its written forms', 'nb', 'no'],
    ['in English, for English', 'English', 'en'],
  ])('%s: %s', (_, typed, language) => {
    expect(readLanguage(typed)).toBe(language);
  });

  it.each(['', 'klingon', 'xx', 'd', 'german!', '../de', 'constructor'])('not by “%s”', (typed) => {
    expect(readLanguage(typed)).toBeUndefined();
  });

  it('by what the settings show of it', () => {
    for (const [tag, name] of Object.entries(LANGUAGES)) {
      expect(readLanguage(name)).toBe(tag);
      expect(readLanguage(tag)).toBe(tag);
    }
  });
});
