import { type Html, html } from './html.ts';
import type { Painter } from './painter.ts';
import type { Moment, Scene } from './scenes/scene.ts';
import { MEASURED, makeScenes } from './scenes.ts';

/** A picture to take: its file's name without ".png", and the page that shows it. */
export interface Picture {
  readonly name: string;
  readonly page: string;
  /** True when its height is held to what a laptop shows. */
  readonly measured: boolean;
}

/** Every scene as every platform shows it. */
export function drawPictures(painters: readonly Painter[]): Picture[] {
  return painters.flatMap((painter) =>
    makeScenes(painter.world).flatMap((scene) => drawScene(painter, scene)),
  );
}

function drawScene(painter: Painter, { name, moments, shown }: Scene): Picture[] {
  const drawn = moments.flatMap((moment) => drawMoment(painter, moment) ?? []);
  if (drawn.length === 0 || (shown === 'phone' && !painter.onPhones)) return [];
  const full = `${painter.name}-${name}`;
  const classes = shown === 'phone' ? 'phone' : 'desk';
  const first = {
    name: full,
    page: drawPage(painter, drawn, classes),
    measured: name === MEASURED,
  };
  const { otherTheme } = painter;
  if (shown !== 'themes' || otherTheme === null) return [first];
  const page = drawPage(painter, drawn, `${classes} ${otherTheme}`);
  return [first, { name: `${full}-${otherTheme}`, page, measured: false }];
}

function drawPage(painter: Painter, moments: readonly Html[], classes: string): string {
  const css = { html: `* { box-sizing: border-box } body { margin: 0 } ${painter.css}` };
  return html`<!doctype html>
<meta charset="utf-8" />
<style>${css}</style>
<main class="picture ${classes}">${moments.map((it) => html`<div class="moment">${it}</div>`)}</main>`
    .html;
}

/** Undefined for what the platform does not have. */
function drawMoment(painter: Painter, moment: Moment): Html | undefined {
  switch (moment.kind) {
    case 'post':
      return painter.post(moment.messages);
    case 'typed':
      return painter.typed(moment.command, moment.reply);
    case 'pressed':
      return painter.pressed(moment.button, moment.reply);
    case 'form':
      return painter.form?.(moment.form);
    case 'home':
      return painter.home?.(moment.message);
  }
}
