import pg from 'pg';
import { isAftermath } from './postgres-errors.ts';

/** What `exclusively` sends before work that may take as long as it likes; see locks.ts. */
const MAY_TAKE_LONG = /^set local "statement_timeout" = 0/;
const ENDS_TRANSACTION = /^(?:commit|rollback)/;

/**
 * A client whose errors are sentences. After the one that undid a transaction or broke the
 * connection, that one is what every further statement gets. It survives a break while nobody
 * asks, and breaks the connection itself when no answer comes: a machine that vanished without a
 * word would else be waited for until the system gives up sending, a quarter of an hour.
 * @param explained gives the sentence.
 * @param patienceMs how long a statement is waited for: longer than the server lets it run.
 */
export function makeClient(
  explained: (error: unknown) => unknown,
  patienceMs: number,
): typeof pg.Client {
  return class extends pg.Client {
    #first: unknown;
    #mayTakeLong = false;

    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.on('error', (error) => {
        this.#first ??= explained(error);
      });
    }

    // biome-ignore lint/suspicious/noExplicitAny: node-postgres overloads query in a dozen ways.
    override query(...query: any[]): any {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      const result = (super.query as any)(...query);
      if (!(result instanceof Promise)) return result;
      const alarm = this.#setAlarm(String(query[0]));
      return result
        .then(
          (answer) => this.#succeeded(answer),
          (error) => this.#failed(error),
        )
        .finally(() => clearTimeout(alarm));
    }

    #setAlarm(statement: string): NodeJS.Timeout | undefined {
      if (MAY_TAKE_LONG.test(statement)) this.#mayTakeLong = true;
      if (ENDS_TRANSACTION.test(statement)) this.#mayTakeLong = false;
      if (this.#mayTakeLong) return undefined;
      return setTimeout(() => this.connection.stream.destroy(vanished()), patienceMs);
    }

    #succeeded<T>(answer: T): T {
      this.#first = undefined;
      return answer;
    }

    #failed(error: unknown): never {
      if (!isAftermath(error)) this.#first = explained(error);
      throw this.#first ?? explained(error);
    }
  };
}

function vanished(): Error {
  return Object.assign(new Error('No answer came.'), { code: 'ETIMEDOUT' });
}
