import { type Button, LONGEST_COMMAND } from '../message.ts';

/** A button for a command; none for one that is too long for every platform. */
export function buttonFor(label: string, command: string): Button[] {
  return command.length <= LONGEST_COMMAND ? [{ label, command }] : [];
}

/** " (page 2 of 20)" behind a heading; nothing where all is on one. */
export function pagePosition(page: number, pages: number): string {
  return pages > 1 ? ` (page ${page} of ${pages})` : '';
}

/** Buttons to the page before and the page after. @param command without the page's number. */
export function pageButtons(command: string, page: number, pages: number): Button[] {
  return [
    ...(page > 1 ? buttonFor('Previous page', `${command} ${page - 1}`) : []),
    ...(page < pages ? buttonFor('Next page', `${command} ${page + 1}`) : []),
  ];
}
