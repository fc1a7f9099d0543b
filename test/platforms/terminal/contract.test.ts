import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createTerminal } from '../../../src/platforms/terminal/index.ts';
import { describeConversation } from '../../contract/conversation.ts';
import { describePlatformContract, type PlatformSetup } from '../../contract/platforms.ts';

/** What no terminal may get from a feed, line breaks of our own apart. */
const ALARMS = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const setUp: PlatformSetup = async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown: string[] = [];
  output.on('data', (chunk) => void shown.push(String(chunk)));
  return {
    platform: createTerminal({ input, output, onEnd: () => undefined }),
    address: { platform: 'terminal', workspace: '', channel: 'local' },
    type: async (line) => {
      const answered = once(output, 'data');
      input.write(`${line}\n`);
      return String((await answered)[0]);
    },
    posts: () => shown,
    alarms: (_, known) => shown.slice(known).join('').match(ALARMS) ?? [],
  };
};

describePlatformContract('The terminal', setUp);
describeConversation('Terminal', setUp);
