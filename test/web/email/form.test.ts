import { describe, expect, it, onTestFinished } from 'vitest';
import { DeliveryError } from '../../../src/core/delivery.ts';
import { type Pages, type PagesOptions, startPages } from '../../support/pages.ts';

const TYPED = {
  ...{ q: 'grpo', address: 'Ada@Example.org', rhythm: 'weekly', time: '07:30' },
  zone: 'Asia/Tokyo',
};

async function serve(options: PagesOptions = {}): Promise<Pages> {
  const pages = await startPages({ byMail: true, ...options });
  onTestFinished(pages.close);
  return pages;
}

function post(pages: Pages, form: object = TYPED, headers: object = {}): Promise<Response> {
  const body = new URLSearchParams({ ...form });
  const path = `${pages.origin}/email/subscribe`;
  return fetch(path, { method: 'POST', body, headers: { origin: pages.origin, ...headers } });
}

describe('the form for papers by mail', () => {
  it('is not offered where no mail server is set up', async () => {
    const pages = await serve({ byMail: false });
    expect((await pages.get('/email/subscribe')).status).toBe(404);
    expect(await pages.text('/try?q=grpo')).not.toContain('By e-mail');
    expect(await (await serve()).text('/try?q=grpo')).toContain('/email/subscribe?q=grpo');
  });

  it('has the address confirm what was asked for, and follows nothing before', async () => {
    const pages = await serve();
    const response = await post(pages);
    const shown = await response.text();
    expect(shown).toContain('A mail is on its way to <mark>ada@example.org</mark>');
    expect(shown).toContain('come on Mon at 07:30 (Asia/Tokyo)');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(pages.mailed.map((it) => it.to.channel)).toEqual(['ada@example.org']);
    expect(await pages.storage.readers.list()).toEqual([]);
  });

  it.each([
    ['no mail address', { address: 'ada' }, '<code>ada</code> is not a mail address.'],
    ['a query that can’t be read', { q: 'grpo (x' }, 'grpo (x'],
    ['no query', { q: '' }, 'role="alert"'],
    ['a web address for a query', { q: 'https://evil.example' }, 'role="alert"'],
  ])('shows what is wrong with %s, and keeps what was typed', async (_, wrong, said) => {
    const pages = await serve();
    const response = await post(pages, { ...TYPED, ...wrong });
    const shown = await response.text();
    expect(response.status).toBe(422);
    expect(shown).toContain(said);
    expect(shown).toContain('<option value="Asia/Tokyo" selected>');
    expect(pages.mailed).toEqual([]);
  });

  it('is not read beyond what a form may hold', async () => {
    const pages = await serve();
    expect((await post(pages, { ...TYPED, q: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('is taken ten times an hour from one visitor', async () => {
    const pages = await serve();
    const statuses: number[] = [];
    for (let place = 0; place < 11; place++)
      statuses.push((await post(pages, { ...TYPED, address: `r${place}@example.org` })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  it('takes what no browser sends as what is usual', async () => {
    const pages = await serve();
    const odd = { ...TYPED, rhythm: 'constructor', time: '25:99', zone: 'Moon/Base' };
    expect(await (await post(pages, odd)).text()).toContain('come on weekdays at 09:00 (UTC)');
  });

  it('says nothing of the mail server but whether to try again', async () => {
    const pages = await serve();
    pages.sender.failNext(new DeliveryError('retry', 'relay-7.intra is full'));
    const shown = await (await post(pages)).text();
    expect(shown).toContain('The mail server takes no mail at present');
    expect(shown).not.toContain('relay-7');
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another site that hides', { origin: 'null' }],
  ])('takes no form of %s', async (_, headers) => {
    const pages = await serve();
    expect((await post(pages, TYPED, headers)).status).toBe(403);
    expect(pages.mailed).toEqual([]);
  });

  it('asks one mailbox three times a day, and hears one visitor ten times a minute', async () => {
    const pages = await serve();
    for (let time = 0; time < 3; time++) await post(pages);
    expect(await (await post(pages)).text()).toContain('was asked several times today');
    expect(pages.mailed).toHaveLength(3);
    for (let time = 4; time < 10; time++) await post(pages);
    expect((await post(pages, { ...TYPED, address: 'bob@example.org' })).status).toBe(429);
  });
});

describe('the pages behind the links of a mail', () => {
  it('are there without the readers’ page, and tell no other page of their address', async () => {
    const pages = await serve({ environment: { PAGE: 'false' } });
    for (const path of ['/email/confirm?token=x', '/email/unsubscribe?token=x']) {
      const response = await pages.get(path);
      const shown = await response.text();
      expect(shown).toMatch(/This link is used up|You are unsubscribed/);
      expect(shown).not.toContain('href="/"');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    }
    expect((await pages.get('/email/subscribe')).status).toBe(404);
  });
});
