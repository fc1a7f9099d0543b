/** How long a person waits before anything is shown, in milliseconds. */
const DELAY_MS = 1_000;

export interface Progress {
  update(text: string): void;
  done(): void;
}

/**
 * One line on a terminal that says what is going on, shown once the work takes over a second, and
 * taken away at its end. Nothing is written where nobody watches.
 */
export function startProgress(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean },
  text: string,
): Progress {
  if (!stream.isTTY) return { update: () => undefined, done: () => undefined };
  let current = text;
  let shown = false;
  const show = () => {
    shown = true;
    stream.write(`\r\x1b[K${current}`);
  };
  const timer = setTimeout(show, DELAY_MS);
  return {
    update: (next) => {
      current = next;
      if (shown) show();
    },
    done: () => {
      clearTimeout(timer);
      if (shown) stream.write('\r\x1b[K');
    },
  };
}
