import type { Storage } from '../../../src/core/stores.ts';

/** How much of a storage's work is under way. */
export interface Busy {
  readonly storage: Storage;
  /** True while the database is asked something. */
  isBusy(): boolean;
}

/** Counts the calls of a storage that are under way. */
export function watchBusy(storage: Storage): Busy {
  let underWay = 0;

  function counted<T extends object>(object: T): T {
    return new Proxy(object, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value === 'function')
          return (...args: unknown[]) => track(value.apply(target, args));
        return typeof value === 'object' && value !== null ? counted(value) : value;
      },
    });
  }

  function track(result: unknown): unknown {
    if (!(result instanceof Promise)) return result;
    underWay++;
    return result.finally(() => underWay--);
  }

  return { storage: counted(storage), isBusy: () => underWay > 0 };
}
