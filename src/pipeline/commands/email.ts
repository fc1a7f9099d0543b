import { emailRequested, emptyEmail, noEmail } from '../../core/replies/mail.ts';
import { type DailySchedule, readDays } from '../../core/schedule.ts';
import type { Call, Command, CommandDeps } from './command.ts';

/** `/papers email me@example.org weekly grpo`: papers by mail, once its owner has confirmed it. */
export const email: Command = async (call, deps) => {
  if (!deps.readers) return noEmail();
  const [, address = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(call.args.trim()) ?? [];
  if (address === '') return emptyEmail();
  const { days, queries } = readRest(rest);
  const schedule = { ...(await scheduleFor(call, deps)), ...(days ? { days } : {}) };
  const typed = queries === '' ? await followedHere(call, deps) : queries;
  return emailRequested(await deps.readers.request({ address, queries: typed, schedule }));
};

/** How often may stand before the queries. */
function readRest(text: string) {
  const [, rhythm = '', queries = ''] =
    /^(daily|weekdays|weekly)(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return rhythm === '' ? { queries: text } : { days: readDays(rhythm), queries: queries.trim() };
}

/** As channels have it, in the time zone of who asks. */
async function scheduleFor({ channel, member }: Call, deps: CommandDeps): Promise<DailySchedule> {
  const usual = deps.defaultSchedule(channel.platform);
  const daily = usual.kind === 'daily' ? usual : deps.dailySchedule;
  return { ...daily, timeZone: (await member.timeZone()) ?? daily.timeZone };
}

async function followedHere({ channel }: Call, { storage }: CommandDeps): Promise<string> {
  const found = await storage.channels.find(channel);
  const followed = found ? await storage.subscriptions.listOf(found.id) : [];
  return followed.map((it) => it.query).join(', ');
}
