import { help as helpReply } from '../../core/replies/help.ts';
import type { Command } from './command.ts';

/** `/papers help`. */
export const help: Command = async () => helpReply();
