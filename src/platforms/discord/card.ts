import { type APISectionComponent, type APITextDisplayComponent, ComponentType } from 'discord.js';
import { type Card, MACHINE_WRITTEN, type Row, SEPARATOR, type Text } from '../../core/message.ts';
import { oneLine, unbroken } from '../../lib/text.ts';
import { renderActions, renderButton, textDisplay } from './components.ts';
import type { Ids } from './custom-id.ts';
import { LIMITS, SHARES } from './limits.ts';
import { escapeMarkdown, maskedLink, renderText, safeUrl } from './markdown.ts';
import { shortened, shortLine } from './shorten.ts';

/** What is shown in small letters. */
const SMALL = '-# ';
/** The smallest of Discord's headings. */
const SECTION = '### ';

/** A card in full: its text, and its buttons below. Texts are shortened to SHARES. */
export function renderCard(card: Card, ids: Ids) {
  const rows = buttonRows((card.actions ?? []).slice(0, SHARES.cardButtons));
  return [
    textDisplay(lines([renderSection(card.section), cardText(card)])),
    ...rows.flatMap((row) => renderActions(row, ids)),
  ];
}

/** Links stand apart from what can be done where a row does not hold both. */
function buttonRows(actions: NonNullable<Card['actions']>) {
  if (actions.length <= LIMITS.rowButtons) return [actions];
  return [actions.filter((it) => 'url' in it), actions.filter((it) => !('url' in it))];
}

/** A card of a compact list in two lines, its linked title and its brief, below its section. */
export function renderBrief({ title, url, brief, section }: Card): string {
  const below = small(brief ? shortened(brief, SHARES.brief, renderText) : '');
  return lines([renderSection(section), linkedTitle(title, url), below]);
}

function renderSection(section: Text = []): string {
  const text = shortened(section, SHARES.section, renderText).trim();
  return text === '' ? '' : SECTION + text;
}

/** An entry of a list, with its button beside it. */
export function renderRow(
  { text, detail, action }: Row,
  ids: Ids,
): APISectionComponent | APITextDisplayComponent {
  const words = shortened(text, SHARES.rowText, renderText).trim() || '…';
  const below = small(detail ? shortened(detail, SHARES.rowDetail, renderText) : '');
  const display = textDisplay(lines([words, below]));
  const button = action && renderButton(action, ids);
  if (!button) return display;
  return { type: ComponentType.Section, components: [display], accessory: button };
}

function cardText(card: Card): string {
  const reasons = card.reasons.map((reason) => shortened(reason, SHARES.reason, renderText));
  const links = card.links.map(renderLink);
  return lines([
    linkedTitle(card.title, card.url),
    small(credits(card)),
    summaryOf(card),
    small(
      [within(reasons, SHARES.reasons), within(links, SHARES.links)]
        .filter(Boolean)
        .join(SEPARATOR),
    ),
  ]);
}

/** The title in bold, linked where the address and the share allow it. */
function linkedTitle(title: string, url: string): string {
  const link = safeUrl(url) === null ? '' : maskedLink(oneLine(title) || 'Untitled', url);
  if (link !== '' && link.length <= SHARES.title) return `**${link}**`;
  return `**${shortLine(title, SHARES.label, escapeMarkdown) || 'Untitled'}**`;
}

function credits({ byline, facts }: Card): string {
  const parts = [
    shortLine(byline, SHARES.byline, escapeMarkdown),
    shortLine(facts.join(SEPARATOR), SHARES.facts, escapeMarkdown),
  ];
  return unbroken(parts.filter((part) => part !== '').join(SEPARATOR));
}

function summaryOf({ summary, machineWritten }: Card): string {
  const text = shortLine(summary, SHARES.summary, escapeMarkdown);
  return text !== '' && machineWritten ? `${text} *${MACHINE_WRITTEN}*` : text;
}

function renderLink({ label, url }: { label: string; url: string }): string {
  const rendered = safeUrl(url) === null ? '' : maskedLink(label, url);
  return rendered.length <= SHARES.link ? rendered : '';
}

/** The first pieces that fit `max` together, in one line; empty pieces are left out. */
function within(pieces: readonly string[], max: number): string {
  return pieces
    .filter((piece) => piece.trim() !== '')
    .reduce((text, piece) => {
      const longer = text === '' ? piece : text + SEPARATOR + piece;
      return longer.length <= max ? longer : text;
    }, '');
}

function small(text: string): string {
  return text.trim() === '' ? '' : SMALL + text.trim();
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== '').join('\n');
}
