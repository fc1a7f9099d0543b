interface Scope {
  readonly name: string;
  readonly required: boolean;
  /** What does not work without it. */
  readonly loss: string;
}

/** What the bot asks for: the bot scopes of docs/slack-manifest.yaml. */
export const SCOPES: readonly Scope[] = [
  { name: 'chat:write', required: true, loss: 'nothing can be posted' },
  { name: 'commands', required: true, loss: 'slash commands do not work' },
  {
    name: 'chat:write.public',
    required: false,
    loss: 'the bot must be invited to a public channel, too, before it can post there',
  },
  {
    name: 'channels:history',
    required: false,
    loss: 'a digest may come twice after a crash or a lost connection',
  },
  {
    name: 'channels:read',
    required: false,
    loss: 'the bot notices only after a while that it was invited or removed, or that a channel was archived or unarchived',
  },
  { name: 'groups:read', required: false, loss: 'the same in private channels' },
  {
    name: 'users:read',
    required: false,
    loss: 'a channel begins with the time zone of TIMEZONE, not with that of its first subscriber, and SLACK_MANAGERS=admins lets nobody change a channel',
  },
];
