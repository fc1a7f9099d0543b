import { expect, it } from 'vitest';
import { readRoles } from '../../src/core/role.ts';

it.each([
  ['all', ['chat', 'schedule', 'deliver']],
  ['chat', ['chat']],
  ['deliver, schedule', ['schedule', 'deliver']],
])('reads %s', (text, roles) => {
  expect([...(readRoles(text) ?? [])]).toEqual(roles);
});

it.each(['', 'cook', 'chat,cook', 'all,chat', 'Chat'])('refuses "%s"', (text) => {
  expect(readRoles(text)).toBeNull();
});
