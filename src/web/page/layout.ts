import { html } from 'hono/html';
import { assetPath } from '../assets.ts';
import type { Html } from './view.ts';

export interface Layout {
  /** What stands in the tab, before the name of the program. */
  readonly title: string;
  /** The path of the navigation's entry that is shown at present. */
  readonly here?: string;
  /** What stands in the search field. */
  readonly typed?: string;
  /** The path of the feed of what is shown, with its query. */
  readonly feed?: string;
  readonly main: Html;
}

const STYLE = assetPath('page.css');
const SCRIPT = assetPath('page.js');
const ICON = assetPath('icon.svg');

const ENTRIES = [
  ['/', 'Papers'],
  ['/trending', 'Trending'],
  ['/try', 'Try a query'],
] as const;

/** A whole document: header, navigation, search, main part, footer. */
export function document({ title, here, typed = '', feed = '/feed', main }: Layout): Html {
  return html`${head(title)}
<link rel="alternate" type="application/atom+xml" title="${title}" href="${feedPath(feed, 'atom')}">
<link rel="alternate" type="application/feed+json" title="${title}" href="${feedPath(feed, 'json')}">
<script src="${SCRIPT}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the papers</a>
<header class="top">
<p class="brand"><a href="/">Paper Route</a></p>
<nav aria-label="Pages"><ul>${ENTRIES.map(
    ([path, label]) =>
      html`<li><a href="${path}"${path === here ? html` aria-current="page"` : ''}>${label}</a></li>`,
  )}</ul></nav>
<form class="search" role="search" action="/search">
<input type="search" name="q" value="${typed}" aria-label="Search all papers" placeholder="Search all papers" maxlength="500" autocomplete="off" spellcheck="false">
<button>Search</button>
</form>
</header>
<main id="main" tabindex="-1">${main}</main>
<footer><p><a href="/try">Follow a query</a>, and get only what interests you.</p>
<p>Papers come from arXiv, Hugging Face and the feeds that this server reads. Thank you to arXiv for use of its open access interoperability.</p></footer>
</body>
</html>`;
}

export interface PlainLayout extends Pick<Layout, 'title' | 'main'> {
  /** True where there is a page for readers. */
  readonly hasHome: boolean;
}

/** A document that stands for itself, also where there is no page for readers: one thing to read or do. */
export function plainDocument({ title, main, hasHome }: PlainLayout): Html {
  const name = 'Paper Route';
  return html`${head(title)}
</head>
<body>
<header class="top"><p class="brand">${hasHome ? html`<a href="/">${name}</a>` : name}</p></header>
<main id="main">${main}</main>
</body>
</html>`;
}

function head(title: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Paper Route</title>
<link rel="stylesheet" href="${STYLE}">
<link rel="icon" href="${ICON}" type="image/svg+xml">`;
}

/** "/feed?q=grpo" as the path of the Atom or JSON feed. */
export function feedPath(feed: string, format: 'atom' | 'json'): string {
  return feed.replace(/^\/feed/, `/feed.${format}`);
}
