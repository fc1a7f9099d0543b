import type { ChannelAddress } from '../../core/channel.ts';
import type { Check } from '../../core/platform.ts';
import type { ReaderStore } from '../../core/reader.ts';
import { unreached } from './errors.ts';
import type { Smtp } from './smtp.ts';

/** Connects and logs in; nothing is mailed. */
export async function check(smtp: Smtp): Promise<Check[]> {
  const name = 'Mail server';
  try {
    await smtp.greet();
    return [{ name, ok: true, detail: 'reachable, and the login is right', remedy: '' }];
  } catch (error) {
    return [{ name, ok: false, detail: 'it takes no mail from us', remedy: unreached(error) }];
  }
}

/**
 * A mailbox can't be asked whether it takes mail, so a refused address stays paused until a person
 * says otherwise; any other is well, as far as one can know.
 */
export async function checkChannel(
  { channel: address }: ChannelAddress,
  readers: Pick<ReaderStore, 'find'>,
): Promise<Check> {
  const name = `E-mail ${address}`;
  const reader = await readers.find(address);
  if (!reader?.pausedReason)
    return { name, ok: true, detail: 'only a mail shows whether its mailbox takes it', remedy: '' };
  const remedy = `paper-route email resume ${address} mails there again, and so does a new confirmation by its owner.`;
  return { name, ok: false, detail: reader.pausedReason, remedy };
}
