import PQueue from 'p-queue';
import { SMTP } from './limits.ts';
import { type Line, openLine, type Parcel, type SmtpServer } from './line.ts';

/** What came in the way of a mail. */
export class SmtpFailure extends Error {
  /** True when its text had begun to leave: without a word from the server it may have been taken. */
  readonly begun: boolean;

  constructor(begun: boolean, cause: unknown) {
    super('A mail could not be handed over.', { cause });
    this.name = 'SmtpFailure';
    this.begun = begun;
  }
}

/** Hands mails over, a few at a time, over connections that are kept for a moment. */
export interface Smtp {
  /** Resolves when the server has taken the mail. @throws {SmtpFailure} and nothing else. */
  send(parcel: Parcel, signal: AbortSignal): Promise<void>;
  /** Connects, logs in and leaves again. @throws what nodemailer says. */
  greet(): Promise<void>;
}

export function createSmtp(server: SmtpServer): Smtp {
  const turns = new PQueue({ concurrency: SMTP.connections });
  const shelf = createShelf();

  async function handOver(parcel: Parcel, signal: AbortSignal): Promise<void> {
    let begun = false;
    let line: Line | undefined;
    try {
      line = shelf.take() ?? (await openLine(server, signal));
      await line.send(parcel, () => (begun = true), signal);
    } catch (error) {
      line?.close();
      throw new SmtpFailure(begun, error);
    }
    shelf.put(line);
  }

  return {
    send: (parcel, signal) => turns.add(() => handOver(parcel, signal)),
    greet: async () => {
      const line = await openLine(server, AbortSignal.timeout(SMTP.answerMs));
      line.quit();
    },
  };
}

/** Connections between two mails: each for a second, and for so many mails. */
function createShelf() {
  const idle: Line[] = [];
  const mails = new WeakMap<Line, number>();

  function forget(line: Line): boolean {
    const place = idle.indexOf(line);
    if (place >= 0) idle.splice(place, 1);
    return place >= 0;
  }

  return {
    take: () => idle.pop(),
    put: (line: Line) => {
      const sent = (mails.get(line) ?? 0) + 1;
      mails.set(line, sent);
      if (sent === 1) line.onEnd(() => forget(line));
      if (sent >= SMTP.mails) return line.quit();
      idle.push(line);
      setTimeout(() => {
        if (forget(line)) line.quit();
      }, SMTP.idleMs);
    },
  };
}
