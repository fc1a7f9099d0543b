/**
 * Room for so many UTF-16 units over all texts: gives as much of each as there is still room for.
 * Markup is not cut in the middle of a tag.
 */
export function createAllowance(characters: number): (text: string) => string {
  let left = characters;
  return (text) => {
    const taken = cutMarkup(text, left);
    left -= taken.length;
    return taken;
  };
}

function cutMarkup(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  const lastTag = room.lastIndexOf('<');
  return lastTag > room.lastIndexOf('>') ? room.slice(0, lastTag) : room;
}
