import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonValue, SourceError } from '../../../src/core/source.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createHuggingFace } from '../../../src/sources/hugging-face/index.ts';
import { describeSourceContract } from '../../contract/sources.ts';
import { dailyPaper, dailyPapersApi } from '../../support/feeds/hugging-face.ts';
import {
  type Handler,
  type LoopbackServer,
  startServer,
  testHttp,
} from '../../support/feeds/server.ts';

const FRIDAY = new Date('2026-06-12T15:00:00Z');
const SUNDAY = new Date('2026-06-14T15:00:00Z');
const log = silentLog();

describeSourceContract('Hugging Face Daily Papers', {
  create: (endpoint, http) => createHuggingFace({ endpoint, http, log }),
  server: dailyPapersApi({ '2026-06-12': [dailyPaper('2606.00101'), dailyPaper('2606.00102')] }),
  now: FRIDAY,
});

describe('Hugging Face Daily Papers', () => {
  let server: LoopbackServer;
  beforeEach(async () => {
    server = await startServer(dailyPapersApi({}));
  });
  afterEach(() => server.close());

  function read(now = FRIDAY, since: Date | null = null, token?: string) {
    const source = createHuggingFace({
      endpoint: `${server.origin}/`,
      token,
      http: testHttp(),
      log,
    });
    return source.fetch({ since, state: null, now }, new AbortController().signal);
  }

  function serve(...papers: readonly unknown[]): void {
    server.answer(dailyPapersApi({ '2026-06-12': papers }));
  }

  const dates = () => server.asked.map(({ url }) => url.searchParams.get('date'));

  it('brings a paper with all that its page shows', async () => {
    serve(
      dailyPaper(
        '2606.00101',
        {
          ai_summary: 'A model that breathes.',
          ai_keywords: ['tidal attention', 'gating'],
          githubRepo: 'https://github.com/tide-lab/breathe',
          projectPage: 'https://tide.example/breathe',
        },
        { organization: { name: 'tide-lab', fullname: 'Tide Lab' } },
      ),
    );
    const { listings, state, silence } = await read();
    expect(listings).toEqual([
      {
        source: 'hugging-face',
        entryId: '2606.00101',
        identifiers: ['arxiv:2606.00101'],
        mentions: [],
        addresses: [],
        title: 'Paper 2606.00101 on Tidal Attention',
        abstract: 'Attention that ebbs and flows. It holds when p < 0.05 and n > 3.',
        authors: ['Mira Solberg', 'Tomas Okafor'],
        url: 'https://huggingface.co/papers/2606.00101',
        listedAt: new Date('2026-06-12T00:00:00Z'),
        publishedAt: new Date('2026-06-09T00:00:00Z'),
        categories: [],
        keywords: ['tidal attention', 'gating'],
        organization: 'Tide Lab',
        upvotes: 21,
        comments: 4,
        machineSummary: 'A model that breathes.',
        codeUrl: 'https://github.com/tide-lab/breathe',
        projectUrl: 'https://tide.example/breathe',
      },
    ]);
    expect([state, silence]).toEqual([null, null]);
  });

  it('makes do without what a fresh day does not have yet', async () => {
    serve(dailyPaper('2606.00101'));
    const [it] = (await read()).listings;
    expect(it).toMatchObject({ machineSummary: null, keywords: [], organization: null });
    expect(it).toMatchObject({ codeUrl: null, projectUrl: null });
  });

  it('takes addresses out of the abstract, beside the repository that the listing names', async () => {
    const githubRepo = 'https://github.com/tide-lab/breathe';
    const summary = 'Tides of $\\alpha$. Demo: https://tide.example/demo';
    serve(dailyPaper('2606.00101', { githubRepo, summary, ai_summary: 'It is $2\\times$ fast.' }));
    expect((await read()).listings[0]).toMatchObject({
      abstract: 'Tides of α. Demo.',
      machineSummary: 'It is 2× fast.',
      addresses: ['https://tide.example/demo'],
      codeUrl: githubRepo,
    });
  });

  it('takes a project page on GitHub for the code', async () => {
    serve(dailyPaper('2606.00101', { projectPage: 'https://github.com/tide-lab/breathe' }));
    const [it] = (await read()).listings;
    expect(it?.codeUrl).toBe('https://github.com/tide-lab/breathe');
    expect(it?.projectUrl).toBeNull();
  });

  it('keeps no link that is not a web address', async () => {
    serve(dailyPaper('2606.00101', { githubRepo: 'javascript:alert(1)', projectPage: 'soon' }));
    expect((await read()).listings[0]).toMatchObject({ codeUrl: null, projectUrl: null });
  });

  it('leaves a withdrawn paper out', async () => {
    serve(
      dailyPaper('2606.00101', { withdrawnAt: '2026-06-12T09:00:00Z' }),
      dailyPaper('2606.00102'),
    );
    expect((await read()).listings.map((it) => it.entryId)).toEqual(['2606.00102']);
  });

  it('skips a broken item, and keeps the others of the day', async () => {
    const broken = [{}, null, 7, { paper: { title: 'No id' } }, dailyPaper('not-an-id')];
    const odd = dailyPaper('2606.00103', { upvotes: 'many', authors: 'Mira' }, { numComments: -1 });
    serve(...broken, dailyPaper('2606.00102'), odd);
    const { listings } = await read();
    expect(listings.map((it) => it.entryId)).toEqual(['2606.00102', '2606.00103']);
    expect(listings[1]).toMatchObject({ upvotes: null, comments: null, authors: [] });
  });

  it('reads the last three days at every fetch', async () => {
    await read(FRIDAY, new Date('2026-06-12T14:30:00Z'));
    expect(dates()).toEqual(['2026-06-12', '2026-06-11', '2026-06-10']);
  });

  it('reads the archive once a day, because votes go on rising', async () => {
    const source = createHuggingFace({
      endpoint: server.origin,
      http: testHttp(),
      log,
      archiveDays: 31,
    });
    const fetch = async (state: JsonValue, now: Date) => {
      const before = dates().length;
      const result = await source.fetch({ since: now, state, now }, new AbortController().signal);
      return { state: result.state, days: dates().length - before };
    };
    const first = await fetch(null, FRIDAY);
    expect(first.days).toBe(31);
    expect((await fetch(first.state, FRIDAY)).days).toBe(3);
    expect((await fetch(first.state, SUNDAY)).days).toBe(31);
  });

  it('keeps the last days when the archive can not be read, and tries it again', async () => {
    const days = dailyPapersApi({ '2026-06-12': [dailyPaper('2606.00101')] });
    server.answer((it) =>
      (it.url.searchParams.get('date') ?? '') < '2026-06-05' ? { status: 500 } : days(it),
    );
    const source = createHuggingFace({
      endpoint: server.origin,
      http: testHttp(),
      log,
      archiveDays: 31,
    });
    const request = { since: FRIDAY, state: null, now: FRIDAY };
    const { listings, state } = await source.fetch(request, new AbortController().signal);
    expect(listings).toHaveLength(1);
    expect(state).toBeNull();
  });

  it('goes further back after an absence, but not beyond two weeks', async () => {
    await read(FRIDAY, new Date('2026-06-08T23:00:00Z'));
    expect(dates()).toHaveLength(7);
    expect(dates().at(-1)).toBe('2026-06-06');
    await read(FRIDAY, new Date('2026-01-01T00:00:00Z'));
    expect(dates()).toHaveLength(7 + 14);
  });

  it('reads every page of a long day', async () => {
    serve(...Array.from({ length: 230 }, (_, n) => dailyPaper(`2606.${10_000 + n}`)));
    expect((await read()).listings).toHaveLength(230);
    expect(server.asked.map(({ url }) => url.searchParams.get('p'))).toEqual([
      null,
      '1',
      '2',
      null,
      null,
    ]);
    expect(server.asked[0]?.url.searchParams.get('limit')).toBe('100');
  });

  it('does not follow a next page to another server, nor one page for ever', async () => {
    const round: Handler = ({ url, headers }) => ({
      headers: { link: `<http://${headers.host}${url.pathname}${url.search}>; rel="next"` },
      body: JSON.stringify([dailyPaper('2606.00101')]),
    });
    server.answer(round);
    expect((await read()).listings).toHaveLength(1);
    expect(server.asked).toHaveLength(30);
    server.answer(() => ({
      headers: { link: '<https://other.invalid/>; rel="next"' },
      body: '[]',
    }));
    await expect(read()).resolves.toMatchObject({ listings: [] });
  });

  it('counts a paper once that is listed on two days', async () => {
    const [early, late] = [dailyPaper('2606.00101'), dailyPaper('2606.00101', { upvotes: 30 })];
    server.answer(dailyPapersApi({ '2026-06-11': [early], '2026-06-12': [late] }));
    expect((await read()).listings.map((it) => it.upvotes)).toEqual([30]);
  });

  it('takes a day that has not begun yet for an empty one', async () => {
    const papers = dailyPapersApi({ '2026-06-11': [dailyPaper('2606.00101')] });
    const tooEarly = { status: 400, body: '{"error":"Invalid date"}' };
    server.answer((it) =>
      it.url.searchParams.get('date') === '2026-06-12' ? tooEarly : papers(it),
    );
    expect((await read()).listings).toHaveLength(1);
    server.answer(() => tooEarly);
    await expect(read()).rejects.toThrow(/clock and HF_ENDPOINT/);
  });

  it('says that nothing is listed at a weekend', async () => {
    const friday = { '2026-06-12': [dailyPaper('2606.00101')] };
    server.answer(dailyPapersApi(friday));
    const { listings, silence } = await read(SUNDAY);
    expect(silence).toEqual({
      reason: 'Hugging Face lists no papers on Saturdays and Sundays.',
      expected: true,
    });
    expect(listings).toHaveLength(1);
  });

  it('says since when nothing was listed on weekdays', async () => {
    expect((await read()).silence).toEqual({
      reason: 'Hugging Face has listed no papers since 2026-06-10.',
      expected: false,
    });
  });

  it('sends its token to Hugging Face, and to nobody else', async () => {
    const other = await startServer(() => ({ body: '[]' }));
    server.answer(() => ({ status: 302, headers: { location: `${other.origin}/api` } }));
    await read(FRIDAY, null, 'hf_letmein');
    expect(server.asked[0]?.headers.authorization).toBe('Bearer hf_letmein');
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });

  it('waits as long as the rate limit says after a 429', async () => {
    server.answer(() => ({ status: 429, headers: { ratelimit: '"api";r=0;t=57' } }));
    await expect(read()).rejects.toMatchObject({ retryAfterMs: 57_000, reached: true });
    server.answer(() => ({ status: 429 }));
    await expect(read()).rejects.toMatchObject({ retryAfterMs: 300_000 });
  });

  it('comes back after six hours, whatever the rate limit says', async () => {
    server.answer(() => ({ headers: { ratelimit: '"api";r=0;t=99999999' }, body: '[]' }));
    const source = createHuggingFace({ endpoint: server.origin, http: testHttp(), log });
    const at = (now: string) =>
      source.fetch({ since: null, state: null, now: new Date(now) }, new AbortController().signal);
    await expect(at('2026-06-12T06:00:00Z')).rejects.toMatchObject({ retryAfterMs: 6 * 3_600_000 });
    server.answer(dailyPapersApi({}));
    await expect(at('2026-06-12T12:00:00Z')).resolves.toBeDefined();
  });

  it('stops asking when the limit is nearly used up, until the window has passed', async () => {
    server.answer(() => ({ headers: { ratelimit: '"api";r=2;t=90' }, body: '[]' }));
    const endpoint = server.origin;
    const source = createHuggingFace({ endpoint, http: testHttp(), log });
    const at = (now: string) =>
      source.fetch({ since: null, state: null, now: new Date(now) }, new AbortController().signal);
    await expect(at('2026-06-12T15:00:00Z')).rejects.toMatchObject({ retryAfterMs: 90_000 });
    await expect(at('2026-06-12T15:01:00Z')).rejects.toMatchObject({ retryAfterMs: 30_000 });
    expect(server.asked).toHaveLength(1);
    server.answer(dailyPapersApi({}));
    await expect(at('2026-06-12T15:01:30Z')).resolves.toBeDefined();
  });

  it('refuses an answer that is no list', async () => {
    server.answer(() => ({ body: '{"error":"maintenance"}' }));
    await expect(read()).rejects.toThrow(/did not answer with a list of papers: check HF_ENDPOINT/);
    await expect(read()).rejects.toBeInstanceOf(SourceError);
  });
});
