import type {
  ChatHooks,
  CommandHandler,
  CommandRequest,
  Member,
  PlatformEvent,
} from '../../src/core/command.ts';

/** Hooks that answer commands and nothing else; name what the test is about. */
export function hooksOf(
  handle: CommandHandler,
  others: Partial<Omit<ChatHooks, 'handle'>> = {},
): ChatHooks {
  return {
    handle,
    form: handle,
    suggest: async () => [],
    home: async () => ({ heading: ['Paper Route'], lines: [], cards: [] }),
    happened: () => undefined,
    ...others,
  };
}

/** Hooks that only hear of workspaces where the bot may be let back in. */
export function hearingReturns(
  handle: CommandHandler,
  onReturn: (workspace: string) => void,
): ChatHooks {
  const happened = (event: PlatformEvent) => {
    if (event.kind === 'returned') onReturn(event.workspace);
  };
  return hooksOf(handle, { happened });
}

/** Somebody who may do what the test says. */
export function memberOf(
  id: string,
  values: { manages?: boolean; timeZone?: string; home?: string } = {},
): Member {
  return {
    id,
    name: id.toLowerCase(),
    home: values.home ?? '',
    mayManage: async () => values.manages ?? true,
    timeZone: async () => values.timeZone ?? null,
  };
}

/** What a test compares of a request. */
export function plainRequest({ text, channel, member }: CommandRequest) {
  return { text, channel, userId: member.id };
}
