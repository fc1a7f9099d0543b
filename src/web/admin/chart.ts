import { html } from 'hono/html';
import type { DayCounts } from '../../core/overview.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Html } from '../page/view.ts';

const DAYS = 90;
const SERIES = [
  ['papers', 'Papers seen for the first time'],
  ['matches', 'Matches of subscriptions'],
  ['posts', 'Posts sent'],
] as const;
type Series = (typeof SERIES)[number][0];

/** In the units of the picture; a bar of each day, and a line for its baseline. */
const WIDTH = 720;
const HEIGHT = 56;

/** Since when the chart counts. */
export function chartSince(now: Date): Date {
  return new Date(now.getTime() - (DAYS - 1) * DAY_MS);
}

/** Papers, matches and posts of 90 days as bars, and as a table for who can't or would not see them. */
export function chart(counted: readonly DayCounts[], now: Date): Html {
  const days = filled(counted, now);
  return html`<section class="panel chart" aria-labelledby="chart"><h2 id="chart">The last ${DAYS} days</h2>
${SERIES.map(([series, title]) => bars(days, series, title))}
<details><summary>The same as a table</summary><div class="wide" tabindex="0" role="region" aria-label="Counts of each day"><table>
<thead><tr><th scope="col">Day</th>${SERIES.map(([, title]) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${days.toReversed().map(row)}</tbody></table></div></details></section>`;
}

function row(day: DayCounts): Html {
  return html`<tr><th scope="row">${day.day}</th>${SERIES.map(([series]) => html`<td>${day[series]}</td>`)}</tr>`;
}

/** Every day, those without anything, too. */
function filled(counted: readonly DayCounts[], now: Date): DayCounts[] {
  const known = new Map(counted.map((it) => [it.day, it]));
  return Array.from({ length: DAYS }, (_, at) => {
    const day = new Date(chartSince(now).getTime() + at * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, papers: 0, matches: 0, posts: 0 };
  });
}

function bars(days: readonly DayCounts[], series: Series, title: string): Html {
  const most = Math.max(1, ...days.map((it) => it[series]));
  const total = days.reduce((sum, it) => sum + it[series], 0);
  const step = WIDTH / days.length;
  const label = `${title}: ${total.toLocaleString('en')} in ${days.length} days, at most ${most.toLocaleString('en')} on a day`;
  return html`<h3>${title} <small>${total.toLocaleString('en')}, at most ${most.toLocaleString('en')} a day</small></h3>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
<line x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"></line>
${days.map((it, at) => bar(it, it[series] / most, at * step, step))}
</svg>
<p class="range" aria-hidden="true"><span>${days[0]?.day}</span><span>${days.at(-1)?.day}</span></p>`;
}

function bar(day: DayCounts, share: number, x: number, step: number): Html | string {
  if (share === 0) return '';
  const height = Math.max(1, share * HEIGHT);
  return html`<rect x="${x.toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(step - 1.5).toFixed(1)}" height="${height.toFixed(1)}"><title>${day.day}</title></rect>`;
}
