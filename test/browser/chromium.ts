import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Nothing but the page itself: no updates. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is, or is put. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Installs Debian's Chromium where there is none. @throws {Error} one sentence, when it can't. */
export function ensureChromium(): void {
  if (existsSync(executablePath)) return;
  process.stdout.write('Chromium is missing; apt-get installs it…\n');
  const install = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium';
  const { status } = spawnSync('sh', ['-c', install], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0 || !existsSync(executablePath))
    throw new Error(
      `There is no Chromium at ${executablePath}, and apt-get could not install it: install it yourself, or set CHROMIUM to where it is.`,
    );
}

/** Starts it. @throws {Error} one sentence, when there is none. */
export async function openChromium(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `There is no Chromium at ${executablePath}: install it (apt install chromium fonts-noto-color-emoji fonts-droid-fallback), or set CHROMIUM to where it is.`,
    );
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
