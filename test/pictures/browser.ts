import type { Page } from 'playwright-core';
import { openChromium } from '../browser/chromium.ts';
import type { MailPicture } from './email/mails.ts';
import type { Picture } from './page.ts';
import { shrinkPng } from './png/encode.ts';

/** A laptop's screen in CSS pixels; each is two pixels wide in the picture. */
const LAPTOP = { width: 1440, height: 900 };
const SCALE = 2;

/** A picture as it was taken. */
export interface Taken {
  readonly png: Buffer;
  /** Of all that it shows, in CSS pixels. */
  readonly height: number;
}

/** Takes each picture and hands it over. @throws {Error} when there is no Chromium. */
export async function takePictures(
  pictures: readonly Picture[],
  keep: (picture: Picture, taken: Taken) => void,
): Promise<void> {
  const browser = await openChromium();
  try {
    const page = await browser.newPage({
      viewport: LAPTOP,
      deviceScaleFactor: SCALE,
      offline: true,
    });
    for (const picture of pictures) keep(picture, await take(picture, page));
  } finally {
    await browser.close();
  }
}

/** Takes each mail as a program with so much room shows it, and hands it over. */
export async function takeMails(
  mails: readonly MailPicture[],
  keep: (mail: MailPicture, png: Buffer) => void,
): Promise<void> {
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ deviceScaleFactor: SCALE, offline: true });
    for (const mail of mails) keep(mail, await takeMail(mail, page));
  } finally {
    await browser.close();
  }
}

async function takeMail({ name, html, width, scheme }: MailPicture, page: Page): Promise<Buffer> {
  await page.setViewportSize({ width, height: 200 });
  await page.emulateMedia({ colorScheme: scheme });
  await page.setContent(html);
  const [body] = await page.locator('body').evaluateAll(sizesOf);
  if (!body?.fits) throw new Error(`Something in the mail ${name} is wider than ${width} px.`);
  return shrinkPng(await page.screenshot({ fullPage: true }));
}

async function take({ name, page: content }: Picture, page: Page): Promise<Taken> {
  await page.setContent(content);
  const sizes = await page.locator('.moment').evaluateAll(sizesOf);
  if (sizes.some(({ fits }) => !fits))
    throw new Error(`Something in the picture ${name} is wider than its room.`);
  const png = await page.locator('.picture').screenshot({ omitBackground: true });
  return { png: shrinkPng(png), height: sizes.reduce((sum, { height }) => sum + height, 0) };
}

/** The part of a DOM element that is read here. */
interface Shown {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly offsetHeight: number;
}

/** It runs in the page. */
function sizesOf(moments: readonly Shown[]) {
  return moments.map(({ scrollWidth, clientWidth, offsetHeight }) => ({
    fits: scrollWidth <= clientWidth,
    height: offsetHeight,
  }));
}
