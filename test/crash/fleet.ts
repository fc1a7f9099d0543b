import { ownsPort } from '../support/port-owner.ts';
import type { Bot } from './bot.ts';
import { nextBot, type Run } from './state.ts';

/** The processes of a bot, each with its roles; one that died is replaced. */
export interface Fleet {
  /** Sets every clock, and has the sources read. */
  go(): void;
  /** The process that takes commands. */
  chat(): Bot;
  /** Kills one: whose call came from a port, or else any. */
  killOne(port: number | undefined, victim: number): void;
  killAll(): void;
  /** Replaces those that have ended. Gives when those did that nobody had killed. */
  mend(): Promise<('at its start' | 'at work')[]>;
}

interface Member {
  readonly bot: Bot;
  isStarted: boolean;
  end: number | NodeJS.Signals | null;
}

export function startFleet(run: Run): Fleet {
  const members = run.roles.map((roles) => join(nextBot(run, roles)));
  const { clock } = run.world;

  function join(bot: Bot): Member {
    const member: Member = { bot, isStarted: false, end: null };
    void bot.started.then(() => {
      member.isStarted = true;
    });
    void bot.ended.then((end) => {
      member.end = end;
    });
    return member;
  }

  function replace(index: number): void {
    const member = join(nextBot(run, run.roles[index]));
    member.bot.go(clock.aheadMs());
    members[index] = member;
  }

  return {
    go: () => {
      for (const { bot } of members) bot.go(clock.aheadMs());
    },
    chat: () => (members[0] as Member).bot,
    killOne(port, victim) {
      const owner = port && members.find(({ bot }) => ownsPort(bot.pid, port));
      (owner || members[victim % members.length])?.bot.kill();
    },
    killAll: () => {
      for (const { bot } of members) bot.kill();
    },
    async mend() {
      await new Promise(setImmediate);
      const dead = [...members.entries()].filter(([, { end }]) => end !== null);
      for (const [index] of dead) replace(index);
      const byThemselves = dead.filter(([, { end }]) => end !== 'SIGKILL');
      return byThemselves.map(([, { isStarted }]) => (isStarted ? 'at work' : 'at its start'));
    },
  };
}
