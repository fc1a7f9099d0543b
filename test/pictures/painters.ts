import { discord } from './discord/index.ts';
import type { Painter } from './painter.ts';
import { slack } from './slack/index.ts';
import { terminal } from './terminal/index.ts';

/** Every platform with pictures. */
export const PAINTERS: readonly Painter[] = [slack, discord, terminal];
