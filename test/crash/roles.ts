/** One process does all; of several, the first takes commands, and the others send. */
export function rolesOf(processes: number): string[] {
  if (processes === 1) return ['all'];
  const others = Array.from({ length: processes - 1 }, (_, index) =>
    index % 2 === 0 ? 'schedule,deliver' : 'deliver',
  );
  return ['chat', ...others];
}
