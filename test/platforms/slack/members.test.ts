import { describe, expect, it } from 'vitest';
import type { Member } from '../../../src/core/command.ts';
import type { SlackOptions } from '../../../src/platforms/slack/index.ts';
import { hooksOf } from '../../support/hooks.ts';
import type { SlackServerOptions } from '../../support/slack/workspace.ts';
import { replyOf } from './fixtures.ts';
import { startScene } from './setup.ts';

const ADMINS = { managers: 'admins' } as const;

describe('who may manage a channel', () => {
  it('is everyone, unless it is set otherwise, and Slack is not asked', async () => {
    const { member, server } = await met('U0READER', 'C0READING');
    expect(await member.mayManage()).toBe(true);
    expect(asked(server, 'users.info')).toBe(0);
  });

  it.each([
    ['an admin', 'U0ADMIN', 'C0READING', true],
    ['who made the channel', 'U0SOMEONE', 'C0READING', true],
    ['who made a private channel', 'U0READER', 'C0PRIVATE', true],
    ['nobody else', 'U0READER', 'C0READING', false],
    ['everybody in a direct message', 'U0READER', 'D0READER', true],
  ])('with "admins" is %s', async (_, user, channel, may) => {
    const { member } = await met(user, channel, ADMINS);
    expect(await member.mayManage()).toBe(may);
  });

  it('with "admins" is nobody where Slack does not tell, and the log says why', async () => {
    const scopes = ['chat:write', 'commands'];
    const { member, log } = await met('U0ADMIN', 'C0READING', ADMINS, { scopes });
    expect(await member.mayManage()).toBe(false);
    expect(log.join()).toContain('the scope is users:read');
    expect(log.join()).toContain('the scopes are channels:read and groups:read');
  });
});

describe('the time zone of a member', () => {
  it('is what Slack says', async () => {
    const { member } = await met('U0READER', 'C0READING');
    expect(await member.timeZone()).toBe('Europe/Berlin');
  });

  it('is asked for once in a while, and only when somebody wants to know', async () => {
    let now = Date.now();
    const clock = () => new Date(now);
    const { member, server } = await met('U0READER', 'C0READING', { clock });
    expect(asked(server, 'users.info')).toBe(0);
    for (let times = 0; times < 3; times++) await member.timeZone();
    expect(asked(server, 'users.info')).toBe(1);
    now += 11 * 60_000;
    await member.timeZone();
    expect(asked(server, 'users.info')).toBe(2);
  });

  it.each([
    ['of a person without one', 'U0SOMEONE', undefined],
    ['without the scope users:read', 'U0READER', ['chat:write', 'commands']],
  ])('%s is not known', async (_, user, scopes) => {
    const { member } = await met(user, 'C0READING', {}, scopes ? { scopes } : {});
    expect(await member.timeZone()).toBeNull();
  });
});

/** The member that a command comes from. */
async function met(
  user: string,
  channel: string,
  changes: Partial<SlackOptions> = {},
  options: SlackServerOptions = {},
) {
  const { server, slack, log } = await startScene(options, changes);
  const members: Member[] = [];
  await slack.frontend?.start(
    hooksOf(async ({ member }) => {
      members.push(member);
      return replyOf('Hello');
    }),
  );
  await server.slashCommand({ command: '/papers', user, channel });
  const [member] = members;
  if (!member) throw new Error('nobody came');
  return { member, server, log };
}

function asked(server: { readonly calls: readonly { method: string }[] }, name: string): number {
  return server.calls.filter(({ method }) => method === name).length;
}
