import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, readConfig } from '../src/config.ts';
import { passwordsIn } from '../src/lib/secret.ts';
import { mistakesOf } from './support/mistakes.ts';

describe('an empty environment', () => {
  it('runs the main job in the terminal on SQLite', () => {
    expect(readConfig({})).toMatchObject({
      huggingFace: { endpoint: 'https://huggingface.co', token: null },
      arxiv: { categories: ['cs.AI', 'cs.CL', 'cs.LG'], includeReplacements: false },
      rssFeeds: [],
      digest: { time: '09:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] },
      slack: null,
      discord: null,
      httpPort: null,
    });
    expect(readConfig({}).databaseUrl.reveal()).toBe('sqlite:./data/paper-route.db');
  });

  it('counts empty values as not set, but an empty ARXIV_CATEGORIES as none', () => {
    const config = readConfig({ HF_ENDPOINT: '', ARXIV_CATEGORIES: '', HTTP_PORT: ' ' });
    expect(config.huggingFace.endpoint).toBe('https://huggingface.co');
    expect(config.arxiv.categories).toEqual([]);
    expect(config.httpPort).toBeNull();
  });
});

describe('settings', () => {
  it('are read as people write them', () => {
    const config = readConfig({
      ARXIV_CATEGORIES: 'cs.LG, stat.ML,cs.LG',
      ARXIV_REPLACEMENTS: 'yes',
      RSS_FEEDS: 'https://example.org/feed, https://example.com/atom.xml/',
      DIGEST_TIME: '8:15',
      DIGEST_DAYS: 'mon, wed',
      TIMEZONE: 'Asia/Tokyo',
      HTTP_PORT: '8080',
    });
    expect(config.arxiv).toMatchObject({
      categories: ['cs.LG', 'stat.ML'],
      includeReplacements: true,
    });
    expect(config.rssFeeds).toEqual(['https://example.org/feed', 'https://example.com/atom.xml/']);
    expect(config.digest).toEqual({
      kind: 'daily',
      time: '08:15',
      days: ['mon', 'wed'],
      timeZone: 'Asia/Tokyo',
    });
    expect(config.httpPort).toBe(8080);
  });

  it('of feeds from chat are off at first, and name hosts that are allowed', () => {
    expect(readConfig({}).feedsFromChat).toEqual({ who: 'off', allow: [] });
    const environment = {
      FEEDS_FROM_CHAT: 'managers',
      FEEDS_FROM_CHAT_ALLOW: 'feeds.intra.example, 10.0.0.5:8080',
    };
    expect(readConfig(environment).feedsFromChat).toEqual({
      who: 'managers',
      allow: ['feeds.intra.example', '10.0.0.5:8080'],
    });
    expect(
      mistakesOf({ FEEDS_FROM_CHAT: 'yes', FEEDS_FROM_CHAT_ALLOW: 'http://10.0.0.0/8' }),
    ).toEqual([
      'FEEDS_FROM_CHAT must be off, managers or everyone.',
      'FEEDS_FROM_CHAT_ALLOW holds something that is no host; write for instance feeds.intra.example, or 10.0.0.5:8080.',
    ]);
  });

  it('of a language model have careful limits, and lack no half', () => {
    expect(readConfig({ SUMMARY_TIMEOUT: '60' }).writer).toBeNull();
    const both = { SUMMARY_BASE_URL: 'http://localhost:11434/v1/', SUMMARY_MODEL: 'tide' };
    expect(readConfig(both).writer).toEqual({
      baseUrl: 'http://localhost:11434/v1',
      model: 'tide',
      apiKey: null,
      budget: { calls: 200, tokens: 300_000 },
      timeoutMs: 30_000,
    });
    for (const [wrong, sentence] of [
      [{ SUMMARY_MODEL: '' }, 'SUMMARY_BASE_URL is set, but SUMMARY_MODEL is missing'],
      [{ SUMMARY_BASE_URL: '' }, 'SUMMARY_MODEL is set, but SUMMARY_BASE_URL is missing'],
      [
        { SUMMARY_BASE_URL: '', SUMMARY_MODEL: '', SUMMARY_API_KEY: 'sk-1' },
        'SUMMARY_API_KEY is set, but SUMMARY_BASE_URL and SUMMARY_MODEL are missing',
      ],
      [{ SUMMARY_BASE_URL: 'https://a.example/v1/chat/completions' }, 'must end before'],
      [{ SUMMARY_BASE_URL: 'https://me:pw@a.example/v1' }, 'must be an address alone'],
      [{ SUMMARY_BASE_URL: 'localhost:11434' }, 'is not a web address'],
      [{ SUMMARY_API_KEY: 'sk one' }, 'SUMMARY_API_KEY holds something that is no token'],
      [{ SUMMARY_CALLS_PER_DAY: '0' }, 'is not a whole number from 1 to 1,000,000'],
      [{ SUMMARY_TOKENS_PER_DAY: '1e6' }, 'is not a whole number from 10,000 to'],
      [{ SUMMARY_TIMEOUT: 'soon' }, 'is not a whole number from 5 to 600'],
    ] as const)
      expect(mistakesOf({ ...both, ...wrong })).toEqual([expect.stringContaining(sentence)]);
  });

  it('that are wrong are all named at once, in plain words', () => {
    const mistakes = mistakesOf({
      DATABASE_URL: 'mysql://db',
      HF_ENDPOINT: 'huggingface',
      ARXIV_CATEGORIES: 'cs.LG;rm',
      RSS_FEEDS: 'https://example.org, nonsense',
      POLL_CRON: 'often',
      DIGEST_TIME: '25:00',
      DIGEST_DAYS: 'someday',
      TIMEZONE: 'Mars/Olympus',
      HTTP_PORT: '99999',
      LOG_LEVEL: 'loud',
      SLACK_BOT_TOKEN: 'xoxb-1',
    });
    expect(mistakes).toHaveLength(11);
    expect(mistakes.join(' ')).toContain('“nonsense”');
    for (const mistake of mistakes) expect(mistake).toMatch(/^[A-Z_]+ .*\.$/);
    expect(mistakes.join(' ')).toContain('SLACK_APP_TOKEN (xapp-…) is missing');
  });
});

describe('secrets', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
    await writeFile(join(folder, 'token'), 'from-a-file\n');
    await writeFile(join(folder, 'empty'), '\n');
    await writeFile(join(folder, 'two'), 'xoxb-one\nxoxb-two\n');
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('come from the environment or from a file', () => {
    expect(readConfig({ DISCORD_TOKEN: 'direct' }).discord?.token.reveal()).toBe('direct');
    const config = readConfig({ DISCORD_TOKEN_FILE: join(folder, 'token') });
    expect(config.discord?.token.reveal()).toBe('from-a-file');
  });

  it('never show themselves', () => {
    const config = readConfig({ HF_TOKEN: 'hf_hush', DISCORD_TOKEN: 'hush' });
    for (const text of [
      inspect(config, { depth: 9 }),
      JSON.stringify(config),
      `${config.huggingFace.token}`,
    ])
      expect(text).not.toContain('hush');
  });

  it('of a database stand in its address, which may come from a file', async () => {
    const url = 'postgres://papers:hush%40home@db.example/papers';
    await writeFile(join(folder, 'url'), `${url}\n`);
    const config = readConfig({ DATABASE_URL_FILE: join(folder, 'url') });
    expect(config.databaseUrl.reveal()).toBe(url);
    expect(`${inspect(config, { depth: 9 })} ${JSON.stringify(config)}`).not.toContain('hush');
    expect(passwordsIn(url)).toEqual(['hush%40home', 'hush@home']);
    expect(passwordsIn('postgres://papers:key@db.example/papers')).toEqual([':key@', ':key@']);
    expect(passwordsIn('postgres://db.example/papers?password=hush-home')).toContain('hush-home');
    expect(passwordsIn('sqlite:./data/paper-route.db')).toEqual([]);
  });

  it.each([
    'mysql://papers:hush@db.example/papers',
    'postgres:papers:hush@db.example',
    'postgres://papers:hush@db.example',
    'postgres://papers:hush@db.example:many/papers',
    'postgres://papers:12/hush@db.example/papers',
    'postgres://papers:12/hush@db.example',
    'postgres://papers:hu#sh@db.example/papers',
    'postgres://papers:hu%sh@db.example/papers',
    'sqlite:',
  ])('do not show in what is said of the address %s', (DATABASE_URL) => {
    const mistakes = mistakesOf({ DATABASE_URL });
    expect(mistakes).toEqual([
      expect.stringMatching(/^DATABASE_URL must be sqlite: with a file name behind it, or like/),
    ]);
    expect(mistakes.join()).not.toContain('hush');
  });

  it('in a file that is missing, empty or one too many are named', () => {
    expect(mistakesOf({ HF_TOKEN_FILE: join(folder, 'nowhere') })[0]).toMatch(
      /HF_TOKEN_FILE names .* can't be read/,
    );
    expect(mistakesOf({ HF_TOKEN_FILE: join(folder, 'empty') })[0]).toMatch(/which is empty/);
    const twoLines = { SLACK_BOT_TOKEN_FILE: join(folder, 'two'), SLACK_APP_TOKEN: 'xapp-1' };
    expect(mistakesOf(twoLines)).toEqual([
      'SLACK_BOT_TOKEN holds something that is no token; copy it again.',
    ]);
    const both = { HF_TOKEN: 'a', HF_TOKEN_FILE: join(folder, 'token') };
    expect(mistakesOf(both)).toEqual([
      'HF_TOKEN and HF_TOKEN_FILE are both set. Keep one of them.',
    ]);
  });
});

describe('a file .env', () => {
  const home = process.cwd();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paper-route-'));
    process.chdir(folder);
  });

  afterAll(async () => {
    process.chdir(home);
    await rm(folder, { recursive: true });
  });

  it('may begin with a byte order mark', async () => {
    await writeFile('.env', '\uFEFFDIGEST_TIME=07:15\n');
    expect(loadConfig().digest.time).toBe('07:15');
  });

  it.each([
    [
      'a slip in a name',
      'ARXIV_CATEGORY=cs.LG\n',
      /ARXIV_CATEGORY in \.env is no setting\. Did you mean ARXIV_CATEGORIES\?/,
    ],
    ['another encoding', Buffer.from('DIGEST_TIME=07:15\n', 'utf16le'), /not UTF-8/],
  ])('with %s is refused', async (_, content, message) => {
    await writeFile('.env', content);
    expect(() => loadConfig()).toThrow(message);
  });

  it('keeps the settings of other programs', async () => {
    await writeFile('.env', 'COMPOSE_PROJECT_NAME=papers\n');
    expect(loadConfig().rssFeeds).toEqual([]);
  });
});

const KEY = 'x'.repeat(32);
const BOT = { SLACK_BOT_TOKEN: 'xoxb-1' };
const SOCKET = { SLACK_APP_TOKEN: 'xapp-1' };
const HTTP = { SLACK_SIGNING_SECRET: 'signing', HTTP_PORT: '8080' };
const OAUTH = {
  SLACK_CLIENT_ID: '12.34',
  SLACK_CLIENT_SECRET: 'client',
  ENCRYPTION_KEY: KEY,
  PUBLIC_URL: 'https://papers.example.org/',
  HTTP_PORT: '8080',
};

describe('Discord', () => {
  const on = (settings: Record<string, string>) => ({ DISCORD_TOKEN: 'token', ...settings });
  const postgres = { DATABASE_URL: 'postgres://bot@db/papers' };

  it('has as many shards as it recommends, or as many as are set, in one process or several', () => {
    expect(readConfig(on({})).discord?.shards).toBeNull();
    const four = on({ DISCORD_SHARDS: '4' });
    expect(readConfig(four).discord?.shards).toEqual({ count: 4, perProcess: 4 });
    const spread = { ...four, ...postgres, DISCORD_SHARDS_PER_PROCESS: '2' };
    expect(readConfig(spread).discord?.shards).toEqual({ count: 4, perProcess: 2 });
  });

  it.each([
    [{ DISCORD_SHARDS: '0' }, 'DISCORD_SHARDS is not a whole number'],
    [{ DISCORD_SHARDS_PER_PROCESS: '2' }, 'but DISCORD_SHARDS is missing'],
    [{ DISCORD_SHARDS: '4', DISCORD_SHARDS_PER_PROCESS: '2' }, 'they need PostgreSQL'],
  ])('%j is one mistake', (settings, sentence) => {
    expect(mistakesOf(on(settings))).toEqual([expect.stringContaining(sentence)]);
  });
});

describe('Slack', () => {
  it.each([
    ['one workspace, Socket Mode', { ...BOT, ...SOCKET }, { signingSecret: null, oauth: null }],
    ['one workspace, HTTP mode', { ...BOT, ...HTTP }, { appToken: null, oauth: null }],
    ['several workspaces, HTTP mode', { ...OAUTH, ...HTTP }, { botToken: null, appToken: null }],
    ['several workspaces, Socket Mode', { ...OAUTH, ...SOCKET }, { signingSecret: null }],
  ])('may be set up for %s', (_, environment, slack) => {
    expect(readConfig(environment).slack).toMatchObject({ ...slack, managers: 'everyone' });
  });

  it('has what its workspaces need to install the app, without a slash too many', () => {
    const { slack } = readConfig({ ...OAUTH, ...HTTP, SLACK_MANAGERS: 'admins' });
    expect(slack?.oauth).toMatchObject({
      clientId: '12.34',
      publicUrl: 'https://papers.example.org',
    });
    expect(slack?.oauth?.encryptionKey.reveal()).toBe(KEY);
    expect(slack?.managers).toBe('admins');
  });

  it.each([
    [BOT, /^SLACK_BOT_TOKEN is set, but SLACK_APP_TOKEN \(xapp-…\) is missing, or SLACK_SIGN/],
    [SOCKET, /^SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN \(xoxb-…\) is missing, or SLACK_CL/],
    [HTTP, /^SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN \(xoxb-…\) is missing, or SLACK/],
    [{ ...OAUTH }, /^SLACK_CLIENT_ID is set, but SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/],
    [{ ...BOT, ...SOCKET, ...HTTP }, /^SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set/],
    [{ ...BOT, ...OAUTH, ...SOCKET }, /^SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set/],
    [{ ...BOT, ...HTTP, HTTP_PORT: '' }, /^SLACK_SIGNING_SECRET is set, but HTTP_PORT is missing/],
    [{ ...OAUTH, ...HTTP, HTTP_PORT: '' }, /^SLACK_CLIENT_ID is set, but HTTP_PORT is missing/],
    [{ ...OAUTH, ...HTTP, SLACK_CLIENT_SECRET: '' }, /but SLACK_CLIENT_SECRET is missing/],
    [{ ...OAUTH, ...HTTP, ENCRYPTION_KEY: '' }, /but ENCRYPTION_KEY is missing/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: '' }, /but PUBLIC_URL is missing/],
    [{ ...BOT, ...SOCKET, SLACK_CLIENT_SECRET: 'x' }, /but SLACK_CLIENT_ID is missing/],
    [{ ...OAUTH, ...HTTP, ENCRYPTION_KEY: 'short' }, /^ENCRYPTION_KEY is shorter than 32 char/],
    [{ ...OAUTH, ...HTTP, SLACK_CLIENT_ID: 'A0PAPERS' }, /^SLACK_CLIENT_ID is not a client ID/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'https://a b' }, /^PUBLIC_URL must be an https address/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'https://a.org:99999' }, /^PUBLIC_URL must be an https/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'https://u:pw@a.org' }, /^PUBLIC_URL must be an https/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'http://a.org' }, /^PUBLIC_URL must be an https address/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'http://localhost.a.org' }, /^PUBLIC_URL must be an https/],
    [{ ...OAUTH, ...HTTP, PUBLIC_URL: 'https://a.org/x' }, /^PUBLIC_URL must be an https/],
    [{ ...BOT, ...SOCKET, SLACK_MANAGERS: 'me' }, /^SLACK_MANAGERS must be everyone or admins/],
    [{ ...BOT, ...HTTP, SLACK_SIGNING_SECRET: 'a b' }, /^SLACK_SIGNING_SECRET holds something/],
  ])('is refused in one sentence: %o', (environment, sentence) => {
    expect(mistakesOf(environment as Record<string, string>)).toEqual([
      expect.stringMatching(sentence),
    ]);
  });

  it.each(['SLACK_SIGNING_SECRET', 'SLACK_CLIENT_SECRET', 'ENCRYPTION_KEY'])(
    'takes %s from a file, and shows it nowhere',
    async (name) => {
      const file = join(await mkdtemp(join(tmpdir(), 'paper-route-')), 'secret');
      await writeFile(file, `${'hush'.repeat(8)}\n`);
      const { [name]: _, ...others } = { ...OAUTH, ...HTTP } as Record<string, string>;
      const config = readConfig({ ...others, [`${name}_FILE`]: file });
      expect(inspect(config, { depth: 9 })).not.toContain('hush');
      expect(JSON.stringify(config.slack)).toContain('<secret>');
    },
  );
});

describe('tokens', () => {
  it('that are swapped or still a placeholder are named before anything is asked', () => {
    const swapped = { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' };
    expect(mistakesOf(swapped)).toEqual([
      'SLACK_BOT_TOKEN must start with xoxb-; see docs/slack.md.',
      'SLACK_APP_TOKEN must start with xapp-; see docs/slack.md.',
    ]);
    expect(mistakesOf({ DISCORD_TOKEN: 'abc…' })[0]).toMatch(
      /DISCORD_TOKEN holds something that is no token/,
    );
  });
});
