/** What a reader sees of a block: its texts, a line for each section. */
export function textIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(textIn).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, text, elements } = value as Record<string, unknown>;
  if (type === 'rich_text' && Array.isArray(elements)) return elements.map(textIn).join('\n');
  if (typeof text === 'string') return text;
  return textIn(text) + textIn(elements);
}

/** Every address that a reader can follow, in order. */
export function linksIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linksIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, url } = value as Record<string, unknown>;
  const own = type === 'link' && typeof url === 'string' ? [url] : [];
  return [...own, ...Object.values(value).flatMap(linksIn)];
}
