import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawMails } from './email/mails.ts';
import { drawPictures } from './page.ts';
import { PAINTERS } from './painters.ts';

const DOCS = new URL('../../docs/', import.meta.url);
const pictures = drawPictures(PAINTERS);

describe('docs/messages.md', () => {
  it('shows every picture that is drawn, and no other', () => {
    const text = readFileSync(new URL('messages.md', DOCS), 'utf8');
    const shown = [...text.matchAll(/!\[[^\]]+\]\(pictures\/([\w-]+)\.png\)/g)];
    expect(shown.map(([, name]) => name).sort()).toEqual(pictures.map(({ name }) => name).sort());
  });

  it.each(pictures)('has the file of $name', ({ name }) => {
    expect(existsSync(new URL(`pictures/${name}.png`, DOCS))).toBe(true);
  });
});

describe('docs/email.md', () => {
  const mails = drawMails();

  it('shows every mail that is drawn, and no other', () => {
    const text = readFileSync(new URL('email.md', DOCS), 'utf8');
    const shown = [...text.matchAll(/!\[[^\]]+\]\(pictures\/([\w-]+)\.png\)/g)];
    expect(shown.map(([, name]) => name)).toEqual(mails.map(({ name }) => name));
    for (const { name } of mails)
      expect(existsSync(new URL(`pictures/${name}.png`, DOCS))).toBe(true);
  });

  it('shows mails that fetch nothing', () => {
    for (const { html } of mails) expect(html).not.toMatch(/src=|url\(|@import|<link/);
  });
});

const AS_WRITTEN = '@everyone &lt;!channel&gt; *Bold* `Claims` on [Free](https';
/** Discord takes no backslash within a link's label. */
const LOOKALIKES = '＠everyone ‹!channel› ∗Bold∗ ˋClaimsˋ on (Free)(https';

describe('a picture', () => {
  it.each(pictures.filter(({ name }) => name.endsWith('-odd-cards')))(
    'shows a title against the bot as its text in $name',
    ({ name, page }) => {
      const seen = page.replace(/<[^>]+>/g, '').replaceAll('\u200b', '');
      expect(seen).toContain(name.startsWith('discord') ? LOOKALIKES : AS_WRITTEN);
    },
  );

  it.each(pictures)('needs no other file or host: $name', ({ page }) => {
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import/);
  });
});
