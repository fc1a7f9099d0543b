import { z } from 'zod';

const https = z.url({ protocol: /^https$/ });

/** A manifest as Slack takes it: https://docs.slack.dev/reference/app-manifest, what we use of it. */
const MANIFEST = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z_-]{1,31}$/),
          description: z.string().max(2_000),
          usage_hint: z.string().max(1_000).optional(),
          should_escape: z.boolean(),
          url: https.optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(https).max(1_000).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: https.optional(),
      bot_events: z.array(z.string()).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: https.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

export type Manifest = z.infer<typeof MANIFEST>;

/** @throws {z.ZodError} for what Slack would not take, and for an address that is missing in HTTP mode. */
export function judgeManifest(manifest: unknown): Manifest {
  return MANIFEST.superRefine((found, context) => {
    const { slash_commands: commands } = found.features;
    const { event_subscriptions: events, interactivity, socket_mode_enabled } = found.settings;
    const urls = [...commands.map(({ url }) => url), events.request_url, interactivity.request_url];
    if (urls.some((url) => (url === undefined) !== socket_mode_enabled))
      context.addIssue('Each request URL is there in HTTP mode, and none in Socket Mode.');
  }).parse(manifest);
}
