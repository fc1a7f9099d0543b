import { z } from 'zod';
import type { Listing } from '../../core/paper.ts';
import { readAbstract } from '../../lib/abstract.ts';
import { webAddress } from '../../lib/address.ts';
import { cleanText } from '../../lib/text.ts';
import { toDate } from '../date.ts';
import { parseArxivId } from '../identifiers.ts';
import { UNSAID } from '../listing.ts';

export const SOURCE_NAME = 'hugging-face';

const text = z.string().nullish().catch(null);
const count = z.number().int().nonnegative().nullish().catch(null);
const organization = z.looseObject({ fullname: text, name: text }).nullish().catch(null);
const authors = z.array(z.looseObject({ name: text, hidden: z.boolean().nullish().catch(null) }));

/** One item of GET /api/daily_papers. Only id and title are needed; the rest may be missing or odd. */
const itemSchema = z.looseObject({
  paper: z.looseObject({
    id: z.string(),
    title: z.string().min(1),
    summary: text,
    publishedAt: text,
    submittedOnDailyAt: text,
    upvotes: count,
    authors: authors.nullish().catch(null),
    projectPage: text,
    githubRepo: text,
    organization,
    ai_summary: text,
    ai_keywords: z.array(z.string()).nullish().catch(null),
    withdrawnAt: text,
  }),
  numComments: count,
  organization,
});

type Item = z.infer<typeof itemSchema>;

/**
 * One item as a listing; null for a withdrawn paper, and for an item without an arXiv id or a
 * title, which `onBroken` is told with the reason.
 */
export function parseItem(raw: unknown, onBroken: (reason: string) => void): Listing | null {
  const parsed = itemSchema.safeParse(raw);
  if (!parsed.success) {
    onBroken(z.prettifyError(parsed.error));
    return null;
  }
  if (parsed.data.paper.withdrawnAt) return null;
  const id = parseArxivId(parsed.data.paper.id)?.id;
  if (id) return toListing(parsed.data, id);
  onBroken(`paper.id is no arXiv id: ${parsed.data.paper.id.slice(0, 40)}`);
  return null;
}

function toListing({ paper, ...item }: Item, id: string): Listing {
  return {
    ...UNSAID,
    source: SOURCE_NAME,
    entryId: id,
    identifiers: [`arxiv:${id}`],
    title: cleanText(paper.title),
    ...readAbstract(paper.summary ?? ''),
    authors: visibleAuthors(paper.authors ?? []),
    url: `https://huggingface.co/papers/${id}`,
    listedAt: toDate(paper.submittedOnDailyAt),
    publishedAt: toDate(paper.publishedAt),
    keywords: [...new Set((paper.ai_keywords ?? []).map(cleanText).filter((it) => it !== ''))],
    organization: nameOf(item.organization) ?? nameOf(paper.organization),
    upvotes: paper.upvotes ?? null,
    comments: item.numComments ?? null,
    machineSummary: cleanText(paper.ai_summary ?? '') || null,
    ...linksOf(paper),
  };
}

function visibleAuthors(authors: NonNullable<Item['paper']['authors']>): string[] {
  return authors
    .filter((author) => author.hidden !== true)
    .map((author) => cleanText(author.name ?? ''))
    .filter((name) => name !== '');
}

function nameOf(it: Item['organization']): string | null {
  return cleanText(it?.fullname || it?.name || '') || null;
}

/** The project page is sometimes the code's address. */
function linksOf(paper: Item['paper']): Pick<Listing, 'codeUrl' | 'projectUrl'> {
  const code = webAddress(paper.githubRepo ?? '');
  const project = webAddress(paper.projectPage ?? '');
  const projectIsCode = project !== null && /^https?:\/\/(?:www\.)?github\.com\//.test(project);
  return {
    codeUrl: code ?? (projectIsCode ? project : null),
    projectUrl: projectIsCode ? null : project,
  };
}
