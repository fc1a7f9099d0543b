type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets that somebody else made, so that it is known how they look. */
export const TOKENS = [
  'HF_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'DISCORD_TOKEN',
  'SUMMARY_API_KEY',
  'EMAIL_BOUNCE_TOKEN',
  'ADMIN_TOKEN',
] as const;

/** What is wrong in the environment apart from single values, a sentence each. */
export function crossChecks(environment: Environment): string[] {
  const isSet = (name: string) =>
    Boolean(environment[name]?.trim() || environment[`${name}_FILE`]?.trim());
  const token = (name: string) => environment[name]?.trim() ?? '';
  const starts = (name: string, prefix: string) =>
    token(name) === '' || token(name).startsWith(prefix);
  const checks = [
    [
      !starts('SLACK_BOT_TOKEN', 'xoxb-'),
      'SLACK_BOT_TOKEN must start with xoxb-; see docs/slack.md.',
    ],
    [
      !starts('SLACK_APP_TOKEN', 'xapp-'),
      'SLACK_APP_TOKEN must start with xapp-; see docs/slack.md.',
    ],
    ...TOKENS.map(
      (name) =>
        [
          /[^\x21-\x7e]/.test(token(name)),
          `${name} holds something that is no token; copy it again.`,
        ] as const,
    ),
    ...slackChecks(isSet),
    ...discordChecks(token),
    ...summaryChecks(isSet, token('SUMMARY_BASE_URL')),
    ...emailChecks(isSet),
    ...webChecks(isSet),
  ] as const;
  return checks.filter(([wrong]) => wrong).map(([, sentence]) => sentence);
}

/** What of Discord's shards can't work together. */
function discordChecks(setTo: (name: string) => string): [boolean, string][] {
  const [count, most] = [setTo('DISCORD_SHARDS'), setTo('DISCORD_SHARDS_PER_PROCESS')];
  return [
    [
      most !== '' && count === '',
      'DISCORD_SHARDS_PER_PROCESS is set, but DISCORD_SHARDS is missing: how many there are over all processes; see docs/discord.md.',
    ],
    [
      Number(most || count) < Number(count) && !setTo('DATABASE_URL').startsWith('postgres'),
      'DISCORD_SHARDS_PER_PROCESS is less than DISCORD_SHARDS, which takes several processes, and they need PostgreSQL: raise it, or set DATABASE_URL to postgres://…; see docs/discord.md.',
    ],
  ];
}

/** What e-mail lacks. */
function emailChecks(isSet: (name: string) => boolean): [boolean, string][] {
  const needs = ['EMAIL_FROM', 'PUBLIC_URL', 'HTTP_PORT'];
  const names = ['EMAIL_FROM', 'EMAIL_BOUNCE_TOKEN'];
  return [
    ...needs.map((name): [boolean, string] => [
      isSet('SMTP_URL') && !isSet(name),
      `SMTP_URL is set, but ${name} is missing. E-mail needs it; see docs/email.md.`,
    ]),
    ...names.map((name): [boolean, string] => [
      isSet(name) && !isSet('SMTP_URL'),
      `${name} is set, but SMTP_URL is missing: the mail server; see docs/email.md.`,
    ]),
  ];
}

/** What the pages lack. */
function webChecks(isSet: (name: string) => boolean): [boolean, string][] {
  const pages = ['PAGE', 'METRICS', 'ADMIN_TOKEN', 'ADMIN_HEADER'];
  return [
    ...pages.map((name): [boolean, string] => [
      isSet(name) && !isSet('HTTP_PORT'),
      `${name} is set, but HTTP_PORT is missing: the port on which pages are served; see docs/page.md.`,
    ]),
    [
      isSet('ADMIN_HEADER') && !isSet('TRUSTED_PROXIES'),
      'ADMIN_HEADER is set, but TRUSTED_PROXIES is missing: the addresses of the reverse proxy, from which alone that header is believed; see docs/page.md.',
    ],
  ];
}

/** What the language model that writes summaries lacks. */
function summaryChecks(isSet: (name: string) => boolean, baseUrl: string): [boolean, string][] {
  const [address, model] = [isSet('SUMMARY_BASE_URL'), isSet('SUMMARY_MODEL')];
  const where = 'see docs/language-model.md';
  return [
    [
      address && !model,
      `SUMMARY_BASE_URL is set, but SUMMARY_MODEL is missing: the name of the model that writes summaries; ${where}.`,
    ],
    [
      model && !address,
      `SUMMARY_MODEL is set, but SUMMARY_BASE_URL is missing: the address of the API that has the model; ${where}.`,
    ],
    [
      isSet('SUMMARY_API_KEY') && !address && !model,
      `SUMMARY_API_KEY is set, but SUMMARY_BASE_URL and SUMMARY_MODEL are missing; ${where}.`,
    ],
    [
      /\/chat\/completions\/?$/.test(baseUrl),
      'SUMMARY_BASE_URL must end before /chat/completions, for instance http://localhost:11434/v1.',
    ],
    [
      /[?#]|^https?:\/\/[^/]*@/.test(baseUrl),
      'SUMMARY_BASE_URL must be an address alone, without user, password, ? or #; a key goes into SUMMARY_API_KEY.',
    ],
  ];
}

/** What of Slack can't work together, or lacks its other half. */
function slackChecks(isSet: (name: string) => boolean): [boolean, string][] {
  const [bot, app] = [isSet('SLACK_BOT_TOKEN'), isSet('SLACK_APP_TOKEN')];
  const [signing, client] = [isSet('SLACK_SIGNING_SECRET'), isSet('SLACK_CLIENT_ID')];
  const needs = ['SLACK_CLIENT_SECRET', 'ENCRYPTION_KEY', 'PUBLIC_URL', 'HTTP_PORT'];
  return [
    [
      (bot || client) && !app && !signing,
      `${bot ? 'SLACK_BOT_TOKEN' : 'SLACK_CLIENT_ID'} is set, but SLACK_APP_TOKEN (xapp-…) is missing, or SLACK_SIGNING_SECRET in its place (HTTP mode). Slack needs one of them; see docs/slack.md.`,
    ],
    [
      (app || signing) && !bot && !client,
      `${app ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET'} is set, but SLACK_BOT_TOKEN (xoxb-…) is missing, or SLACK_CLIENT_ID in its place (several workspaces). Slack needs one of them; see docs/slack.md.`,
    ],
    [
      app && signing,
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set. Keep the app token for Socket Mode, or the signing secret for HTTP mode.',
    ],
    [
      bot && client,
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. Keep the token for one workspace, or the client ID for several.',
    ],
    [
      signing && !isSet('HTTP_PORT') && !client,
      'SLACK_SIGNING_SECRET is set, but HTTP_PORT is missing: Slack posts to the program there.',
    ],
    ...needs.map((name): [boolean, string] => [
      client && !isSet(name),
      `SLACK_CLIENT_ID is set, but ${name} is missing. Several workspaces need it; see docs/slack.md.`,
    ]),
    [
      isSet('SLACK_CLIENT_SECRET') && !client,
      'SLACK_CLIENT_SECRET is set, but SLACK_CLIENT_ID is missing. Several workspaces need both; see docs/slack.md.',
    ],
  ];
}
