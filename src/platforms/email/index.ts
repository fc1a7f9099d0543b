import type { Platform } from '../../core/platform.ts';
import { EMAIL, type ReaderStore } from '../../core/reader.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import type { Routes } from '../../lib/routes.ts';
import { check, checkChannel } from './check.ts';
import type { SmtpServer } from './line.ts';
import { listenForBounces } from './listeners.ts';
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
  /** Where mails that came back are told, and with which token; nowhere when left out. */
  readonly bounces?: { readonly routes: Routes; readonly token: string } | null;
  readonly clock?: Clock;
}

/** E-mail over one SMTP server. A reader of mail gives no commands; all that is heard are mails that came back. */
export function createEmail(options: EmailOptions): Platform {
  const { server, from, home, readers, bounces = null, clock = systemClock } = options;
  const smtp = createSmtp(server);
  return {
    name: EMAIL,
    sender: createSender({ smtp, from, home, readers, clock }),
    frontend: bounces && listenForBounces({ ...bounces, from, readers }),
    check: () => check(smtp),
    checkChannel: (address) => checkChannel(address, readers),
  };
}
