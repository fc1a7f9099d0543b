import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { UsageError } from './cli/usage.ts';
import { ConfigError, loadConfig } from './config.ts';
import { type Role, readRoles } from './core/role.ts';
import { keepHeapSmall } from './lib/heap.ts';

const HELP = `Paper Route ${packageJson.version}: new papers for the channels that asked for them

  paper-route start                  run the bot (in this terminal, when no platform is configured)
      --role chat,schedule,deliver     only that part, beside others on one PostgreSQL (default all)
  paper-route poll                   read the sources once, post what is due, and exit
  paper-route preview <query>        what a query would have brought; nothing is stored or sent
      --days N                         of the last N days (default 14)
      --json                           as JSON on standard output
  paper-route doctor                 check configuration, database, sources, tokens and permissions
  paper-route deliveries             what waits and what was given up, with the reasons
      retry <id>                       sends again what was given up
      drop <id>                        forgets it; its papers are not posted again
      --all                            retry or drop all that was given up
      --json                           as JSON on standard output
  paper-route email                  who gets papers by mail, what and when
      add <address> <query>            on your authority; --confirm asks the address first
          --when "weekly 08:00"          its hour, days and time zone (default as configured)
      remove <address>                 ends it and erases the address
      resume <address>                 mails again to an address that was refused
      --json                           as JSON on standard output
  paper-route backup <file>          a checked copy of the database, also while the bot runs
  paper-route restore <file>         puts a backup in its place, and keeps what was there
  paper-route migrate-store          moves everything to another database, and compares the two
      --from sqlite:<file>             the one that is, which stays as it is
      --to postgres://…                an empty one; both also the other way round
  paper-route demo                   a sample day without any network

Settings are environment variables, or lines of a file .env: see .env.example.
`;

/**
 * Runs one command line.
 * Exit codes: 0 done; 1 it could not be done; 2 the command line or the configuration is wrong.
 */
export async function main(args: readonly string[]): Promise<void> {
  keepHeapSmall();
  try {
    process.exitCode = await run(args);
  } catch (error) {
    process.exitCode = explain(error);
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  const [command = 'start', ...operands] = positionals;
  if (values.help || command === 'help') return print(HELP);
  if (values.version) return print(`${packageJson.version}\n`);
  refuseOperands(command, operands);
  const carryOut = COMMANDS.get(command);
  if (!carryOut) throw new UsageError(`There is no command ${command}.`);
  return carryOut(values, operands);
}

type Values = ReturnType<typeof readArguments>['values'];
type Command = (values: Values, operands: readonly string[]) => Promise<number>;

/** Each is loaded when it is asked for, and the others are not. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'start',
    async ({ role }) => (await import('./cli/start.ts')).start(loadConfig(), rolesOf(role)),
  ],
  ['poll', async () => (await import('./cli/poll.ts')).poll(loadConfig())],
  [
    'preview',
    async ({ days, json }, operands) =>
      (await import('./cli/preview.ts')).preview(loadConfig(), {
        query: operands.join(' '),
        days,
        json,
      }),
  ],
  ['doctor', async () => (await import('./cli/doctor.ts')).doctor()],
  [
    'deliveries',
    async ({ all, json }, operands) =>
      (await import('./cli/deliveries.ts')).deliveries(loadConfig(), { operands, all, json }),
  ],
  [
    'email',
    async (values, operands) =>
      (await import('./cli/email.ts')).email(loadConfig(), { ...values, operands }),
  ],
  ['backup', async (_, [file]) => (await import('./cli/backup.ts')).backup(loadConfig(), file)],
  ['restore', async (_, [file]) => (await import('./cli/restore.ts')).restore(loadConfig(), file)],
  [
    'migrate-store',
    async (values) => (await import('./cli/migrate-store.ts')).migrateStore(values),
  ],
  ['demo', async () => (await import('./demo/demo.ts')).demo()],
]);

/** How many words may follow a command. */
const MOST_OPERANDS: Readonly<Record<string, number>> = {
  preview: Number.POSITIVE_INFINITY,
  deliveries: Number.POSITIVE_INFINITY,
  email: Number.POSITIVE_INFINITY,
  backup: 1,
  restore: 1,
};

function refuseOperands(command: string, operands: readonly string[]): void {
  const most = MOST_OPERANDS[command] ?? 0;
  if (operands.length <= most) return;
  const taken = most === 0 ? 'no argument' : 'one file';
  throw new UsageError(`paper-route ${command} takes ${taken}, but got ${operands[most]}.`);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: withOperands(args),
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
        days: { type: 'string', default: '14' },
        json: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        confirm: { type: 'boolean', default: false },
        when: { type: 'string', default: '' },
        from: { type: 'string' },
        to: { type: 'string' },
        role: { type: 'string', default: 'all' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split('. ')[0]}.`);
  }
}

/**
 * In a query, -survey excludes a word: it is no option. Options go first, so that the words behind
 * the "--" keep their order.
 */
function withOperands(args: readonly string[]): string[] {
  const [command = '', ...rest] = args;
  if (command !== 'preview') return [...args];
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length;
  const isOption = (arg: string, place: number) =>
    place < end && (/^--.|^-[hv]$/.test(arg) || rest[place - 1] === '--days');
  const words = rest.filter((arg, place) => place !== end && !isOption(arg, place));
  return [command, ...rest.filter(isOption), '--', ...words];
}

function rolesOf(text: string): ReadonlySet<Role> {
  const roles = readRoles(text);
  if (roles) return roles;
  throw new UsageError(
    `There is no role ${text}: write --role chat, schedule, deliver, or several with commas.`,
  );
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function explain(error: unknown): number {
  if (error instanceof ConfigError)
    return complain('The configuration needs a change:', error.mistakes, 2);
  if (error instanceof UsageError)
    return complain(error.message, ['paper-route help lists the commands.'], 2);
  const message = error instanceof Error ? error.message : String(error);
  return complain(message, [], 1);
}

function complain(heading: string, lines: readonly string[], code: number): number {
  process.stderr.write(`${[heading, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
  return code;
}
