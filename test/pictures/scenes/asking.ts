import { help } from '../../../src/core/replies/help.ts';
import { badSchedule, scheduleSet } from '../../../src/core/replies/schedule.ts';
import { nothingToday, papersToday } from '../../../src/core/replies/today.ts';
import type { DailySchedule } from '../../../src/core/schedule.ts';
import { freshStatus, type SourceStatus } from '../../../src/core/source.ts';
import { DAY, newsOn, samplePapers } from '../papers.ts';
import { QUERIES, SCHEDULE } from './channel.ts';
import { type Moment, typed } from './scene.ts';

const MONDAYS: DailySchedule = { ...SCHEDULE, time: '18:00', days: ['mon', 'thu'] };

/** Papers of the day, a Sunday without any, a schedule, a word that is none, the help. */
export function asking(): Moment[] {
  const papers = newsOn(QUERIES, samplePapers).map((it) => it.paper);
  return [
    typed('/papers today', papersToday({ day: DAY, listed: samplePapers.length, papers })),
    typed('/papers today', nothingToday(SILENT_SOURCES)),
    typed('/papers schedule 18:00 mon,thu', scheduleSet(MONDAYS)),
    typed('/papers schedule teatime', badSchedule('teatime')),
    typed('/papers help', help()),
  ];
}

const SILENT_SOURCES: readonly SourceStatus[] = [
  status('hugging-face', {
    silence: { reason: 'Hugging Face lists no papers on Saturdays and Sundays.', expected: true },
  }),
  status('arxiv:cs.LG', {
    silence: { reason: 'arXiv announces nothing on Saturdays and Sundays.', expected: true },
  }),
  status('rss:https://lab.example.org/feed', {
    lastError: 'lab.example.org refused the connection: check the address, or try again later.',
  }),
  status('rss:https://journal.example.org/feed', {}),
];

function status(name: string, known: Partial<SourceStatus>): SourceStatus {
  return { ...freshStatus(name), lastSuccessAt: DAY, newsAt: DAY, ...known };
}
