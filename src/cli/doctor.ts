import { ConfigError, loadConfig } from '../config.ts';
import type { Check } from '../core/platform.ts';
import { startProgress } from '../lib/progress.ts';
import { openApp } from './setup.ts';

/** `paper-route doctor`: a line for each check, with its remedy. Fails when one does. */
export async function doctor(): Promise<number> {
  const checks = await allChecks();
  for (const check of checks) process.stdout.write(checkLines(check));
  const bad = checks.filter((check) => !check.ok).length;
  process.stdout.write(
    bad === 0 ? 'All is well.\n' : `${bad} of ${checks.length} checks failed.\n`,
  );
  return bad === 0 ? 0 : 1;
}

async function allChecks(): Promise<Check[]> {
  const progress = startProgress(process.stderr, 'Checking sources and tokens…');
  try {
    const config = loadConfig();
    const good: Check = { name: 'Configuration', ok: true, detail: 'read', remedy: '' };
    const app = await openApp(config, 'silent');
    const checks = await app.doctor().finally(() => app.stop());
    return [good, ...checks];
  } catch (error) {
    return startFailure(error);
  } finally {
    progress.done();
  }
}

function startFailure(error: unknown): Check[] {
  if (error instanceof ConfigError)
    return error.mistakes.map((mistake) => ({
      name: 'Configuration',
      ok: false,
      detail: mistake,
      remedy: '.env.example explains each setting.',
    }));
  const detail = error instanceof Error ? error.message : String(error);
  const remedy = 'Mend what the sentence names, and run paper-route doctor again.';
  return [{ name: 'Start', ok: false, detail, remedy }];
}

function checkLines(check: Check): string {
  const remedy = check.ok || check.remedy === '' ? '' : `        → ${check.remedy}\n`;
  return `${check.ok ? 'ok    ' : 'FAILED'}  ${check.name}: ${check.detail}\n${remedy}`;
}
