/**
 * What a process does: chat takes commands; schedule reads the sources, matches and composes;
 * deliver sends.
 */
export const ROLES = ['chat', 'schedule', 'deliver'] as const;
export type Role = (typeof ROLES)[number];

/** The roles that a text names, with commas between them; null when it names something else. */
export function readRoles(text: string): ReadonlySet<Role> | null {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('all')) return names.length === 1 ? new Set(ROLES) : null;
  const roles = ROLES.filter((role) => names.includes(role));
  return roles.length === new Set(names).size ? new Set(roles) : null;
}
