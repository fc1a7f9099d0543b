import type { Answer, Asked, Handler } from './server.ts';

/** An item of GET /api/daily_papers, in the real shape; the paper is invented. */
export function dailyPaper(id: string, paper: object = {}, outer: object = {}) {
  const title = `Paper ${id} on Tidal Attention`;
  return {
    paper: {
      id,
      authors: [
        { _id: '1', name: 'Mira Solberg', hidden: false },
        { _id: '2', name: 'Tomas Okafor', hidden: false, user: { fullname: 'Tomas Okafor' } },
        { _id: '3', name: 'Nobody Shown', hidden: true },
      ],
      publishedAt: '2026-06-09T00:00:00.000Z',
      submittedOnDailyAt: '2026-06-12T00:00:00.000Z',
      title,
      submittedOnDailyBy: { user: 'tide', fullname: 'Tide', name: 'tide', type: 'user' },
      summary: 'Attention that ebbs and flows.\nIt holds when p < 0.05 and n > 3.',
      upvotes: 21,
      discussionId: 'd1',
      ...paper,
    },
    publishedAt: '2026-06-08T20:00:00.000Z',
    title,
    summary: 'Attention that ebbs and flows.',
    thumbnail: `https://example.org/${id}.png`,
    numComments: 4,
    isAuthorParticipating: false,
    submittedBy: { fullname: 'Tide', name: 'tide' },
    ...outer,
  };
}

/** Serves days of items as the real API does: pages with Link, an empty list for other days. */
export function dailyPapersApi(days: Readonly<Record<string, readonly unknown[]>>): Handler {
  return ({ url, headers }) => {
    if (url.pathname !== '/api/daily_papers') return { status: 404, body: '{"error":"Not found"}' };
    return page(days[url.searchParams.get('date') ?? ''] ?? [], { url, headers });
  };
}

function page(items: readonly unknown[], { url, headers }: Asked): Answer {
  const limit = Number(url.searchParams.get('limit') ?? 50);
  const number = Number(url.searchParams.get('p') ?? 0);
  const rest = items.length > (number + 1) * limit;
  const next = new URL(`${url.pathname}${url.search}`, `http://${headers.host}`);
  next.searchParams.set('p', String(number + 1));
  return {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ratelimit: '"api";r=480;t=200',
      ...(rest && { link: `<${next}>; rel="next"` }),
    },
    body: JSON.stringify(items.slice(number * limit, (number + 1) * limit)),
  };
}
