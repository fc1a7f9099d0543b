import { ConfigError, readConfig } from '../../src/config.ts';

/** What is wrong in an environment, a sentence each. */
export function mistakesOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}
