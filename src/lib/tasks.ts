/** Work that is under way, so that a stop can wait for it. */
export interface Tasks {
  /** Remembers a piece of work until it ends, and gives it back. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves once nothing is under way, however it ended. */
  settled(): Promise<void>;
}

/** A register of work, empty at first. */
export function createTasks(): Tasks {
  const underWay = new Set<Promise<unknown>>();
  return {
    track(work) {
      const forget = () => void underWay.delete(work);
      underWay.add(work);
      work.then(forget, forget);
      return work;
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
