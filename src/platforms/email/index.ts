import type { Platform } from '../../core/platform.ts';
import { EMAIL, type ReaderStore } from '../../core/reader.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { check, checkChannel } from './check.ts';
import type { SmtpServer } from './line.ts';
import type { From } from './mime.ts';
import { createSender } from './sender.ts';
import { createSmtp } from './smtp.ts';

export interface EmailOptions {
  readonly server: SmtpServer;
  /** Whom mails are from. */
  readonly from: From;
  /** The address of the program on the web, without a slash at its end. */
  readonly home: string;
  readonly readers: ReaderStore;
  readonly clock?: Clock;
}

/** E-mail over one SMTP server. A reader of mail gives no commands, so there is nothing to listen to. */
export function createEmail(options: EmailOptions): Platform {
  const { server, from, home, readers, clock = systemClock } = options;
  const smtp = createSmtp(server);
  return {
    name: EMAIL,
    sender: createSender({ smtp, from, home, readers, clock }),
    frontend: null,
    check: () => check(smtp),
    checkChannel: (address) => checkChannel(address, readers),
  };
}
