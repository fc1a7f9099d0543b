import { type Html, html } from './html.ts';
import type { Painter } from './painter.ts';
import { type Moment, makeScenes, type Scene } from './scenes.ts';

/** A picture to take: its file's name without ".png", and the page that shows it. */
export interface Picture {
  readonly name: string;
  readonly page: string;
}

/** Every scene as every platform shows it. */
export function drawPictures(painters: readonly Painter[]): Picture[] {
  return painters.flatMap((painter) =>
    makeScenes(painter.pausedReason).map((scene) => ({
      name: `${painter.name}-${scene.name}`,
      page: drawPage(painter, scene),
    })),
  );
}

function drawPage(painter: Painter, scene: Scene): string {
  const moments = scene.moments.map((moment) => drawMoment(painter, moment));
  const css = { html: `* { box-sizing: border-box } body { margin: 0 } ${painter.css}` };
  return html`<!doctype html>
<meta charset="utf-8" />
<style>${css}</style>
<main class="picture">${moments}</main>`.html;
}

function drawMoment(painter: Painter, moment: Moment): Html {
  if (moment.kind === 'post') return painter.post(moment.message);
  return painter.exchange(moment.command, moment.reply);
}
