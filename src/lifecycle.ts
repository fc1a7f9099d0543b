import type { Config } from './config.ts';
import type { ChatHooks, PlatformEvent } from './core/command.ts';
import type { Platform } from './core/platform.ts';
import type { Role } from './core/role.ts';
import type { Storage } from './core/stores.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { Routes } from './lib/routes.ts';
import { createTasks } from './lib/tasks.ts';
import type { Courier } from './pipeline/courier.ts';
import { follow } from './pipeline/events.ts';
import type { IngestReport } from './pipeline/ingest.ts';
import type { Poller } from './pipeline/poll.ts';
import { createProber } from './pipeline/probe.ts';
import type { Scribe } from './pipeline/scribe.ts';
import { type Scheduler, startScheduler } from './scheduler.ts';
import { addHealthPages } from './web/health.ts';
import { type HttpServer, startServer } from './web/server.ts';

export interface LifecycleDeps {
  readonly config: Config;
  readonly storage: Storage;
  readonly roles: ReadonlySet<Role>;
  /** True while this process reads the sources and composes; there is one at a time. */
  readonly leads: () => Promise<boolean>;
  /** Learns what other processes have stored, as far as this one keeps it in memory. */
  readonly catchUp: () => Promise<void>;
  readonly platforms: readonly Platform[];
  /** What the HTTP server answers; platforms add to it as they start. */
  readonly routes: Routes;
  readonly poller: Poller;
  readonly courier: Courier;
  /** Null without a language model. */
  readonly scribe: Scribe | null;
  readonly talk: Omit<ChatHooks, 'happened'>;
  /** Tells channels of sources that have fallen silent, or are back; never rejects. */
  readonly tellSilences: (reports: readonly IngestReport[]) => Promise<void>;
  readonly now: Clock;
  readonly log: Log;
}

/** What a running program does, from its start to its stop. */
export interface Lifecycle {
  /** The port of the HTTP server, once started; null without HTTP_PORT. */
  httpPort(): number | null;
  /** When the sources are read next; null before the start. */
  nextPoll(): Date | null;
  /** True once every source was asked. */
  hasPolled(): boolean;
  /** Connects the platforms and starts the clock. Rejects with one sentence when a platform refuses. */
  start(): Promise<void>;
  /** One round: reads the sources, composes and delivers what is due. */
  poll(): Promise<IngestReport[]>;
  /**
   * Has the summaries written that are wanted now, and posts edited that came without theirs. Until
   * then, or until the model must rest; nothing without a language model.
   */
  summarise(): Promise<void>;
  /** Stops within 5 seconds, also half-way through a start: deliveries under way are settled. */
  stop(): Promise<void>;
}

/** Platforms repeat a request within minutes; it is known again for an hour, in milliseconds. */
const SEEN_MS = 3_600_000;

/** How long deliveries under way may take after a stop, in milliseconds. */
const STOP_GRACE_MS = 3_000;

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { storage, platforms, poller, courier, scribe, log } = deps;
  const frontends = deps.roles.has('chat') ? platforms.flatMap((it) => it.frontend ?? []) : [];
  let scheduler: Scheduler | undefined;
  let server: HttpServer | undefined;
  let started = false;
  let stopped = false;
  let polled = false;
  let telling = Promise.resolve();
  const following = createTasks();
  const prober = createProber({ storage, platforms, now: deps.now, log }, courier.wake);

  const hooks: ChatHooks = { ...deps.talk, happened };

  function happened(event: PlatformEvent): void {
    const lookAgain = (workspace: string) => prober.look({ workspace });
    following.track(follow(event, { storage, platforms, now: deps.now, log, lookAgain }));
  }

  /** The same for the one that leads by now; the others keep themselves ready. */
  async function readSourcesInTurn(): Promise<void> {
    if (!storage.peers.alone) await deps.catchUp();
    if (await deps.leads()) await readSources();
  }

  async function onMinute(): Promise<void> {
    courier.wake();
    if (!(await deps.leads())) return;
    if (!polled && !storage.peers.alone) await readSourcesInTurn();
    await storage.seen.forget(new Date(deps.now().getTime() - SEEN_MS));
    prober.look('due');
    scribe?.wake();
    await courier.revise();
  }

  async function readSources(): Promise<IngestReport[]> {
    const reports = await poller.poll();
    polled = true;
    courier.wake();
    if (!stopped) telling = deps.tellSilences(reports);
    await telling;
    courier.wake();
    scribe?.wake();
    return reports;
  }

  async function poll(): Promise<IngestReport[]> {
    const reports = await readSources();
    await courier.idle();
    return reports;
  }

  async function summarise(): Promise<void> {
    if (!scribe) return;
    scribe.wake();
    await scribe.idle();
    await courier.revise();
    await courier.idle();
  }

  async function start(): Promise<void> {
    const { httpPort, pollCron } = deps.config;
    if (stopped) return;
    addHealthPages(deps.routes, whyNotReady);
    if (httpPort !== null) server = await startServer(httpPort, deps.routes);
    for (const frontend of frontends) if (!stopped) await frontend.start(hooks);
    if (stopped) return stopFrontends();
    scheduler = startScheduler({
      pollCron,
      onPoll: () => readSourcesInTurn().catch(logFailure),
      onMinute: () => onMinute().catch(logMinute),
    });
    started = true;
    if (await deps.leads()) prober.look('all');
    courier.wake();
  }

  async function stop(): Promise<void> {
    stopped = true;
    prober.stop();
    started = false;
    await scheduler?.stop();
    await Promise.allSettled([
      stopFrontends(),
      courier.stop(STOP_GRACE_MS),
      poller.stop(),
      scribe?.stop(),
      telling,
      following.settled(),
    ]);
    await server?.stop();
    await storage.close();
  }

  async function stopFrontends(): Promise<void> {
    await Promise.allSettled(frontends.map((frontend) => frontend.stop()));
  }

  async function whyNotReady(): Promise<string | null> {
    await storage.ping();
    if (!started) return 'The platforms are not connected yet.';
    const problems = frontends.map((frontend) => frontend.problem());
    return problems.find((problem) => problem !== null) ?? null;
  }

  function logMinute(error: unknown): void {
    log.error({ err: error }, "a minute's work could not be done");
  }

  function logFailure(error: unknown): void {
    log.error({ err: error }, 'the sources could not be read');
  }

  return {
    start,
    stop,
    poll,
    summarise,
    hasPolled: () => polled,
    nextPoll: () => scheduler?.nextPoll() ?? null,
    httpPort: () => server?.port ?? null,
  };
}
