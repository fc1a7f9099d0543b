import { wishName } from './expected.ts';
import type { Log } from './log.ts';
import type { Plan, PlannedChannel, PlannedCommand } from './plan.ts';
import type { CrashWorld } from './world.ts';

/** The commands that people type, again and again until they get an answer. */
export interface Wishes {
  /** From now on people want what is planned for a life, beside what is still unanswered. */
  add(commands: readonly PlannedCommand[]): void;
  /** Types all that is unanswered, one after the other; gives up with the first that gets no answer. */
  type(life: number): Promise<void>;
  /** In which life each was answered. */
  readonly fulfilled: ReadonlyMap<string, number>;
  readonly open: number;
}

export function createWishes(plan: Plan, world: CrashWorld, log: Log): Wishes {
  const channels = new Map<string, PlannedChannel>(plan.channels.map((it) => [it.name, it]));
  const fulfilled = new Map<string, number>();
  let open: PlannedCommand[] = [];

  async function typeOne(command: PlannedCommand, life: number): Promise<void> {
    const { kind, topic } = command;
    const channel = channels.get(command.channel);
    if (!channel) throw new Error(`There is no channel ${command.channel}`);
    await world.type(channel, kind, topic);
    fulfilled.set(wishName(channel.name, kind, topic), life);
    open = open.filter((it) => it !== command);
    log.note('answered', wishName(channel.name, kind, topic));
  }

  return {
    fulfilled,
    get open() {
      return open.length;
    },
    add: (commands) => {
      open = [...open, ...commands];
    },
    type: async (life) => {
      for (const command of open) {
        try {
          await typeOne(command, life);
        } catch (error) {
          log.note('unanswered', `${command.channel} ${command.kind}: ${error}`);
          return;
        }
      }
    },
  };
}
