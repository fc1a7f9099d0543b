import { DomUtils, parseDocument } from 'htmlparser2';
import type { Email } from 'postal-mime';
import { normalAddress } from '../../platforms/hostile.ts';

type Element = ReturnType<typeof DomUtils.findAll>[number];

/** Elements that a mail of ours is made of, and their attributes. */
const ELEMENTS = setOf('html head meta title style body div table tbody tr td p h1 h2 a b span br');
const ATTRIBUTES = setOf(
  'lang dir charset name content class style href role width cellpadding cellspacing border',
);

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** What no mail may show: controls, and marks that turn the text around them. */
const HIDDEN = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The words that a mail shows as HTML; those beside its subject in a list of mails are hidden in it. */
export function wordsOf({ html = '' }: Pick<Email, 'html'>): string {
  const document = parseDocument(html);
  const isHidden = (it: Element) => /display: *none/.test(it.attribs.style ?? '');
  for (const hidden of DomUtils.findAll(isHidden, document.children))
    DomUtils.removeElement(hidden);
  const body = DomUtils.findOne((it) => it.name === 'body', document.children);
  return body ? DomUtils.innerText(body) : '';
}

/** Where the links of a mail lead, by their words. */
export function linksOf({ html = '' }: Pick<Email, 'html'>): Map<string, string> {
  const anchors = DomUtils.getElementsByTagName('a', parseDocument(html));
  return new Map(anchors.map((it) => [DomUtils.innerText(it), it.attribs.href ?? '']));
}

/** What is fetched, smuggled in or misleads in a mail that may lead to these addresses. */
export function alarmsIn(mail: Email, links: ReadonlySet<string>): string[] {
  const { html = '', text = '' } = mail;
  const elements = DomUtils.findAll(() => true, parseDocument(html).children);
  const attributes = elements.flatMap((it) => Object.entries(it.attribs));
  const hrefs = attributes.flatMap(([name, value]) => (name === 'href' ? [value] : []));
  return [
    ...elements.flatMap(({ name }) => (ELEMENTS.has(name) ? [] : [`element ${name}`])),
    ...attributes.flatMap(([name]) => (ATTRIBUTES.has(name) ? [] : [`attribute ${name}`])),
    ...hrefs.flatMap((it) => (links.has(normalAddress(it)) ? [] : [`link ${it}`])),
    ...(/url\(|@import/i.test(html) ? ['something is fetched'] : []),
    ...(text.match(HIDDEN) ?? []),
    ...(wordsOf(mail).match(HIDDEN) ?? []),
    ...(mail.attachments.length > 0 ? ['an attachment'] : []),
  ];
}
