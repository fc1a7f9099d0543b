import { type Channel, UNSET } from '../../../src/core/channel.ts';
import { type DailySchedule, WEEKDAYS } from '../../../src/core/schedule.ts';
import type { World } from '../painter.ts';
import { DAY } from '../papers.ts';

/** When the channel of the pictures gets its papers. */
export const SCHEDULE: DailySchedule = {
  kind: 'daily',
  time: '09:00',
  days: WEEKDAYS.slice(0, 5),
  timeZone: 'Europe/Berlin',
};

/** What it follows. */
export const QUERIES = ['"sparse attention"', 'grpo', '"web agent"'];

/** The channel of the pictures, as its people have set it. */
export function makeChannel({ reader, channel }: World) {
  return {
    ...UNSET,
    id: 1,
    address: { platform: '', workspace: '', channel },
    schedule: SCHEDULE,
    dailyCap: 20,
    translates: false,
    mutes: [{ kind: 'query', what: 'diffusion', mutedBy: reader, mutedAt: DAY }],
  } as const satisfies Channel & { readonly translates: boolean };
}
