import { randomUUID } from 'node:crypto';
import type { Pace, Sender } from '../../../src/core/delivery.ts';
import { createAbbreviations } from '../../../src/core/matching/abbreviations.ts';
import type { Storage } from '../../../src/core/stores.ts';
import { extract } from '../../../src/core/summary/extract.ts';
import { createTermWeights } from '../../../src/core/summary/term-weights.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { type Courier, createCourier } from '../../../src/pipeline/courier.ts';
import { createSummaries } from '../../../src/pipeline/summaries.ts';

export interface StationOptions {
  readonly leads: boolean;
  readonly delivers: boolean;
  readonly pace: Pace;
  /** A call to the platform and back, in milliseconds. */
  readonly roundTripMs: number;
  /** Told of the moment at which each message leaves. */
  readonly onSend?: (at: number) => void;
}

const PLATFORMS = ['slack', 'discord'];

/** A courier as app.ts makes it, whose messages go nowhere. */
export function createStation(
  storage: Storage,
  { leads, delivers, pace, roundTripMs, onSend }: StationOptions,
): Courier {
  const sender: Sender = {
    pace,
    paginate: (message) => [message],
    send: async ({ key }) => {
      onSend?.(Date.now());
      if (roundTripMs > 0) await new Promise((resolve) => setTimeout(resolve, roundTripMs));
      return { messageId: key };
    },
    edit: null,
  };
  const termWeights = createTermWeights();
  const courier = createCourier({
    storage,
    leads: async () => leads,
    delivers,
    senders: new Map(PLATFORMS.map((name) => [name, sender])),
    newId: () => randomUUID().replaceAll('-', '').slice(0, 24),
    abbreviations: createAbbreviations(),
    summaries: createSummaries((paper) => extract(paper, termWeights)),
    holdDigests: () => false,
    dailyCap: 10,
    now: () => new Date(),
    log: silentLog(),
    leaseMs: 30_000,
  });
  storage.peers.onSignal((signal) => {
    if (signal.kind === 'deliver') courier.nudge();
    if (signal.kind === 'compose') courier.wake();
  });
  return courier;
}
