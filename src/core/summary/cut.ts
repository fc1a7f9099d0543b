/** A text of at most so many characters: a longer one is cut at a space, where it has one, and ends in "…". */
export function cutAtSpace(text: string, budget: number): string {
  if (text.length <= budget) return text;
  const space = text.lastIndexOf(' ', budget - 1);
  return `${text.slice(0, space > 0 ? space : budget - 1)}…`;
}
