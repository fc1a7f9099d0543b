import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Picture } from './page.ts';
import { shrinkPng } from './png/encode.ts';

/** Nothing but the page itself: no network, no updates. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** In CSS pixels; each is two pixels wide in the picture. */
const WIDTH = 760;
const SCALE = 2;

/** Takes each picture and hands its PNG over. @throws {Error} when there is no Chromium. */
export async function takePictures(
  pictures: readonly Picture[],
  keep: (name: string, png: Buffer) => void,
): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: WIDTH, height: 800 },
      deviceScaleFactor: SCALE,
      offline: true,
    });
    for (const picture of pictures) keep(picture.name, await take(picture, page));
  } finally {
    await browser.close();
  }
}

async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(
      `There is no Chromium at ${executablePath}: install it (apt install chromium fonts-noto-color-emoji), or set CHROMIUM to where it is.`,
    );
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

async function take({ page: content }: Picture, page: Page): Promise<Buffer> {
  await page.setContent(content);
  return shrinkPng(await page.locator('.picture').screenshot({ omitBackground: true }));
}
