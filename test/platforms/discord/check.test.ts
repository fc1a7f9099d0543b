import { expect, it } from 'vitest';
import { inviteLink } from '../../../src/platforms/discord/invite.ts';
import { setUp, setUpCommands } from './set-up.ts';

it('finds all well, and asks without a gateway', async () => {
  const { server, discord, frontend } = await setUpCommands();
  await frontend.stop();
  const attempts = server.gateway.attempts();
  const checks = await discord.check();
  expect(checks.map(({ name, ok, remedy }) => [name, ok, remedy])).toEqual([
    ['Discord token', true, ''],
    ['Discord gateway', true, ''],
    ['Discord commands', true, ''],
    ['Discord servers', true, ''],
  ]);
  expect(server.gateway.attempts()).toBe(attempts);
});

it('tells what to do when the bot is new', async () => {
  const { server, discord } = await setUp({ identifies: 3 });
  server.leaveServers();
  const checks = await discord.check();
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['Discord token', true],
    ['Discord gateway', false],
    ['Discord commands', false],
    ['Discord servers', false],
  ]);
  expect(checks[2]?.remedy).toContain('npm start');
  expect(checks[3]?.remedy).toContain(inviteLink(server.applicationId));
});

it('says what is wrong with the token, and nothing more', async () => {
  const { discord } = await setUp({}, { token: 'a-wrong-token' });
  const checks = await discord.check();
  expect(checks).toHaveLength(1);
  expect(checks[0]).toMatchObject({ ok: false, remedy: expect.stringContaining('DISCORD_TOKEN') });
});

it('never rejects, whatever Discord answers', async () => {
  const { server, discord } = await setUp();
  server.fail('GET /gateway/bot', { status: 503 });
  server.fail('GET /applications/@me', { status: 503, html: true });
  const checks = await discord.check();
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['Discord token', true],
    ['Discord gateway', false],
    ['Discord application', false],
  ]);
});

it('invites with exactly the permissions that the documentation explains', () => {
  expect(inviteLink('123')).toBe(
    'https://discord.com/oauth2/authorize?client_id=123&scope=bot+applications.commands&permissions=309237713920',
  );
  expect(1024 + 2048 + 65_536 + 2 ** 35 + 2 ** 38).toBe(309_237_713_920);
});
