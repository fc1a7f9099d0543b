import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelAddress } from '../../src/core/channel.ts';
import type { ChatFrontend, CommandHandler, CommandRequest } from '../../src/core/command.ts';
import {
  DeliveryError,
  type Receipt,
  type Sender,
  type SendRequest,
} from '../../src/core/delivery.ts';
import type { Card, Message } from '../../src/core/message.ts';
import type { Platform } from '../../src/core/platform.ts';
import { hostileMessage, linkTargets } from '../platforms/hostile.ts';
import { hooksOf } from '../support/hooks.ts';

/** A platform that posts, whether or not it listens. */
export interface SenderUnderTest {
  readonly platform: Platform;
  /** A channel where the bot may post. */
  readonly address: ChannelAddress;
  /** The words of what stands in the channel, message by message. */
  posts(): readonly string[];
  /** What would ping, format or lead elsewhere than to these addresses, in the posts after the first `known`. */
  alarms(links: ReadonlySet<string>, known: number): readonly string[];
  /** The next post meets a channel that is closed to the bot, or an overload. */
  readonly refuseNext?: (how: 'closed' | 'overload') => void;
  /** The same platform with credentials that are not valid. */
  readonly impostor?: Platform;
}

export interface PlatformUnderTest extends SenderUnderTest {
  /** Types a command ("/papers help") as a person; resolves with the words of the answer. */
  type(command: string): Promise<string>;
  /** Presses a button of the last post by its label; resolves with the words of the answer. */
  readonly press?: (label: string) => Promise<string>;
}

/** Starts what one test needs; it ends with the test. No limit of pace is in the way. */
export type PlatformSetup = () => Promise<PlatformUnderTest>;
export type SenderSetup = () => Promise<SenderUnderTest>;

const SENTENCE = /^[A-Z]\S* [^\n]*\.$/;

/** What holds for every platform, whatever it shows its messages on. */
export function describePlatformContract(name: string, setUp: PlatformSetup): void {
  describe(`${name}, as any platform`, () => {
    describeCommands(setUp);
    describePosts(setUp);
    describeChecks(setUp);
  });
}

/** What holds for a platform that only posts. */
export function describeSenderContract(name: string, setUp: SenderSetup): void {
  describe(`${name}, as any platform that posts`, () => {
    describePosts(setUp);
    describeChecks(setUp);
  });
}

function describeCommands(setUp: PlatformSetup): void {
  it('hands a command on as it was typed, and shows the answer', async () => {
    const { platform, type } = await setUp();
    const heard: CommandRequest[] = [];
    await frontendOf(platform).start(
      hooksOf(async (request) => {
        heard.push(request);
        return answer('Subscribed to grpo');
      }),
    );
    expect(await type('/subscribe grpo')).toContain('Subscribed to grpo');
    expect(heard).toMatchObject([
      {
        text: 'subscribe grpo',
        channel: { platform: platform.name },
        member: { id: expect.any(String) },
      },
    ]);
  });

  it('takes a press of a button for the command that it stands for', async (test) => {
    const subject = await setUp();
    const { platform, address, press } = subject;
    if (!press) return test.skip('there are no buttons here');
    const heard: CommandRequest[] = [];
    await frontendOf(platform).start(
      hooksOf(async (request) => {
        heard.push(request);
        return answer(`heard ${request.text}`);
      }),
    );
    const actions = [{ label: 'Save', command: 'papers save 2611.00001' }];
    const message = { ...plainMessage, cards: [{ ...longCard(1), actions }] };
    await post(subject, message);
    const known = subject.posts().length;
    expect(await press('Save')).toContain('heard papers save 2611.00001');
    expect(heard).toMatchObject([{ text: 'papers save 2611.00001', channel: address }]);
    expect(subject.posts()).toHaveLength(known);
  });

  it('answers one command after the other', async () => {
    const { platform, type } = await setUp();
    await frontendOf(platform).start(hooksOf(async ({ text }) => answer(`heard ${text}`)));
    for (const command of ['subscriptions', 'papers today', 'papers help'])
      expect(await type(`/${command}`)).toContain(`heard ${command}`);
  });

  it('waits at a stop for the command under way', async () => {
    const { platform, type } = await setUp();
    const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const order: string[] = [];
    const handle = async () => {
      asked.resolve();
      await gate.promise;
      order.push('handled');
      return answer('Done');
    };
    await frontendOf(platform).start(hooksOf(handle));
    const answered = type('/papers help');
    await asked.promise;
    const stopped = frontendOf(platform)
      .stop()
      .then(() => order.push('stopped'));
    await sleep(20);
    gate.resolve();
    await stopped;
    expect(await answered).toContain('Done');
    expect(order).toEqual(['handled', 'stopped']);
  });

  it('can be stopped before it was started, and twice', async () => {
    const { platform } = await setUp();
    await frontendOf(platform).stop();
    await frontendOf(platform).stop();
  });

  it('has no problem once it is started', async () => {
    const { platform } = await setUp();
    await frontendOf(platform).start(hooksOf(echo));
    expect(frontendOf(platform).problem()).toBeNull();
  });
}

function describePosts(setUp: SenderSetup): void {
  it('brings a long digest whole and in order, over as many messages as it takes', async () => {
    const subject = await setUp();
    const cards = Array.from({ length: 60 }, (_, index) => longCard(index + 1));
    await post(subject, { heading: ['60 new papers'], lines: [['A note.']], cards });
    const posts = subject.posts();
    expect(posts[0]).toContain('60 new papers');
    expect(posts.join('\n').match(/Paper number \d+/g)).toEqual(cards.map(({ title }) => title));
    for (const { title, byline, facts, summary } of cards) {
      const words = [title, byline, ...facts, summary.slice(-20)].map(squeezed);
      const shown = posts.map(squeezed).find((text) => text.includes(`${words[0]}by`));
      for (const word of words) expect(shown).toContain(word);
    }
  });

  it('gives each message a receipt, and shows it once', async () => {
    const subject = await setUp();
    const message = { heading: ['1 new paper'], lines: [], cards: [longCard(1)] };
    const [receipt] = await post(subject, message);
    expect(receipt?.messageId).not.toBe('');
    expect(
      subject
        .posts()
        .join('\n')
        .match(/Paper number 1/g),
    ).toHaveLength(1);
  });

  it('never pings, formats or misleads, whatever a feed writes', async () => {
    const subject = await setUp();
    const property = fc.asyncProperty(hostileMessage, async (message) => {
      const known = subject.posts().length;
      await post(subject, { ...message, heading: ['News', ...message.heading] });
      expect(subject.posts().length).toBeGreaterThan(known);
      expect(subject.alarms(linkTargets(message), known)).toEqual([]);
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('changes a message that it posted, as often as asked, and posts no other', async (test) => {
    const subject = await setUp();
    const { edit } = subject.platform.sender;
    if (!edit) return test.skip('nothing can be changed here');
    const [receipt] = await post(subject, { heading: ['News'], lines: [], cards: [longCard(1)] });
    const message = { heading: ['News'], lines: [], cards: [longCard(2)] };
    const request = {
      to: subject.address,
      message,
      key: 'edit1',
      messageId: receipt?.messageId ?? '',
    };
    for (let times = 0; times < 2; times++) await edit(request, AbortSignal.timeout(10_000));
    expect(
      subject
        .posts()
        .join('\n')
        .match(/Paper number \d/g),
    ).toEqual(['Paper number 2']);
    const gone = edit(
      { ...request, messageId: another(request.messageId) },
      AbortSignal.timeout(10_000),
    );
    await expect(gone).rejects.toMatchObject({ kind: 'permanent', concerns: 'message' });
  });

  it('tells a channel that is closed for good from an overload that passes', async (test) => {
    const subject = await setUp();
    if (!subject.refuseNext) return test.skip('nothing refuses a post here');
    subject.refuseNext('closed');
    expect(await failureOf(subject)).toMatchObject({ kind: 'permanent', concerns: 'channel' });
    subject.refuseNext('overload');
    const overload = await failureOf(subject);
    expect(overload.kind).toBe('retry');
    expect(overload.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    await post(subject, plainMessage);
    expect(subject.posts()).toHaveLength(1);
  });
}

function describeChecks(setUp: SenderSetup): void {
  it('finds nothing wrong when nothing is, and posts nothing', async () => {
    const { platform, address, posts } = await setUp();
    await platform.frontend?.start(hooksOf(echo));
    const checks = [...(await platform.check()), (await platform.checkChannel(address)) ?? []];
    for (const check of checks.flat()) expect(check).toMatchObject({ ok: true, remedy: '' });
    expect(posts()).toEqual([]);
  });

  it('refuses bad credentials with one sentence at a start', async (test) => {
    const { impostor } = await setUp();
    if (!impostor?.frontend) return test.skip('it has no credentials, or nothing to start');
    const start = impostor.frontend.start(hooksOf(echo));
    await expect(start).rejects.toThrow(SENTENCE);
    expect(impostor.frontend.problem()).toMatch(SENTENCE);
    await impostor.frontend.stop();
  });

  it('finds bad credentials in a check, with a remedy', async (test) => {
    const { impostor, address } = await setUp();
    if (!impostor) return test.skip('it has no credentials');
    const bad = (await impostor.check()).filter(({ ok }) => !ok);
    expect(bad).not.toEqual([]);
    const asked = impostor.frontend ? [await impostor.checkChannel(address)] : [];
    for (const check of [...bad, ...asked])
      expect(check).toMatchObject({
        ok: false,
        detail: expect.stringMatching(/\S/),
        remedy: expect.stringMatching(/\S \S/),
      });
  });
}

const plainMessage: Message = { heading: ['1 new paper'], lines: [], cards: [] };
const echo: CommandHandler = async ({ text }) => answer(`heard ${text}`);

function answer(heading: string) {
  return { name: 'test', tone: 'good', message: { ...plainMessage, heading: [heading] } } as const;
}

/** An invented paper whose words are plain enough to stand on every platform as they are. */
function longCard(number: number): Card {
  const sentence = 'A sentence about nothing at all that goes on for a while. ';
  return {
    title: `Paper number ${number}`,
    url: `https://arxiv.org/abs/2611.${String(number).padStart(5, '0')}`,
    byline: 'by Ada Example and Ben Sample',
    facts: ['24 Nov 2026', '12 upvotes'],
    summary: `${sentence.repeat(12)}It ends with word${number}x`,
    machineWritten: false,
    reasons: [['Matched ', { bold: 'grpo' }, ' in the title']],
    links: [{ label: 'Code', url: 'https://code.example/one' }],
  };
}

function frontendOf({ frontend }: Platform): ChatFrontend {
  if (!frontend) throw new Error('This platform listens to commands');
  return frontend;
}

let keys = 0;

async function post({ platform, address }: SenderUnderTest, digest: Message): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const message of platform.sender.paginate(digest)) {
    const request = { to: address, message, key: `d${++keys}`, maybeSentAt: null, first: null };
    receipts.push(await send(platform.sender, request));
  }
  return receipts;
}

/** Waits as long as the platform asks to, as often as it does. */
async function send(sender: Sender, request: SendRequest): Promise<Receipt> {
  try {
    return await sender.send(request, AbortSignal.timeout(10_000));
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.kind !== 'retry') throw error;
    await sleep(error.retryAfterMs);
    return send(sender, request);
  }
}

async function failureOf({ platform, address }: SenderUnderTest): Promise<DeliveryError> {
  const request = {
    to: address,
    message: plainMessage,
    key: `d${++keys}`,
    maybeSentAt: null,
    first: null,
  };
  const sent = platform.sender.send(request, AbortSignal.timeout(10_000));
  const error = await sent.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DeliveryError);
  expect((error as DeliveryError).message).toMatch(SENTENCE);
  return error as DeliveryError;
}

/** Without blanks and line breaks, which each platform sets in its own way. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

/** A message id of the same form that no message has. */
function another(id: string): string {
  return id.replace(/\d$/, (digit) => (digit === '1' ? '2' : '1'));
}
