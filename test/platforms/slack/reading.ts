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
  const own = (type === 'link' || type === 'button') && typeof url === 'string' ? [url] : [];
  return [...own, ...Object.values(value).flatMap(linksIn)];
}

/** What a reader sees of a message: its texts line by line, and [what can be pressed]. */
export function shownIn(blocks: readonly unknown[]): string {
  return blocks.map(shown).join('\n');
}

function shown(block: unknown): string {
  const { type, elements, accessory } = block as Record<string, unknown>;
  if (type === 'actions' && Array.isArray(elements)) return elements.map(pressable).join(' ');
  if (type === 'context' && Array.isArray(elements)) return elements.map(textIn).join('');
  return accessory ? `${textIn(block)} ${pressable(accessory)}` : textIn(block);
}

function pressable(element: unknown): string {
  const { text, placeholder, options } = element as Record<string, unknown>;
  const choices = Array.isArray(options) ? options.map((it) => `\n  [· ${textIn(it)}]`) : [];
  return `[${textIn(text ?? placeholder)}]${choices.join('')}`;
}
