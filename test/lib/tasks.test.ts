import { expect, it } from 'vitest';
import { createTasks } from '../../src/lib/tasks.ts';

it('waits for all work under way, the failed and the late one too', async () => {
  const tasks = createTasks();
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const ended: string[] = [];
  const failing = tasks.track(first.promise.finally(() => void tasks.track(second.promise)));
  const settled = tasks.settled().then(() => ended.push('settled'));
  first.reject(new Error('broken'));
  await expect(failing).rejects.toThrow('broken');
  second.promise.then(() => ended.push('second'));
  second.resolve('done');
  await settled;
  expect(ended).toEqual(['second', 'settled']);
});

it('has nothing to wait for at first', async () => {
  await createTasks().settled();
});
