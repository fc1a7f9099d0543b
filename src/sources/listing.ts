import type { Listing } from '../core/paper.ts';

/** What a listing says unless its source says more. */
export const UNSAID = {
  mentions: [],
  addresses: [],
  publishedAt: null,
  categories: [],
  keywords: [],
  organization: null,
  upvotes: null,
  comments: null,
  machineSummary: null,
  codeUrl: null,
  projectUrl: null,
} as const satisfies Partial<Listing>;
