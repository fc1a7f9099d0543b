/** One entry of the "errors" of an Invalid Form Body. */
export interface FormError {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** An answer of Discord that says no. https://docs.discord.com/developers/reference#error-messages */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: number,
    message: string,
    more: { fields?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.body = { message, code, ...more.fields };
    this.headers = more.headers ?? {};
  }
}

export const unauthorized = () => new ApiError(401, 0, '401: Unauthorized');
export const notFound = () => new ApiError(404, 0, '404: Not Found');
export const unknownChannel = () => new ApiError(404, 10003, 'Unknown Channel');
export const unknownGuild = () => new ApiError(404, 10004, 'Unknown Guild');
export const unknownMember = () => new ApiError(404, 10007, 'Unknown Member');
export const unknownMessage = () => new ApiError(404, 10008, 'Unknown Message');
export const unknownWebhook = () => new ApiError(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new ApiError(404, 10062, 'Unknown interaction');
export const alreadyAcknowledged = () =>
  new ApiError(400, 40060, 'Interaction has already been acknowledged.');
export const missingAccess = () => new ApiError(403, 50001, 'Missing Access');
export const notYours = () =>
  new ApiError(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = () => new ApiError(400, 50006, 'Cannot send an empty message');
export const cannotMessageUser = () =>
  new ApiError(403, 50007, 'Cannot send messages to this user');
export const missingPermissions = () => new ApiError(403, 50013, 'Missing Permissions');
export const noTextChannel = () =>
  new ApiError(400, 50008, 'Cannot send messages in a non-text channel');
export const wrongChannelType = () =>
  new ApiError(400, 50024, 'Cannot execute action on this channel type');
export const archivedThread = () => new ApiError(400, 50083, 'Thread is archived');

/** 50035 with each error where its field stands. */
export function invalidForm(errors: readonly FormError[]): ApiError {
  const tree: Record<string, unknown> = {};
  for (const { path, code, message } of errors) {
    const leaf = path.reduce<Record<string, unknown>>((node, key) => {
      node[String(key)] ??= {};
      return node[String(key)] as Record<string, unknown>;
    }, tree);
    leaf._errors = [...((leaf._errors as unknown[]) ?? []), { code, message }];
  }
  return new ApiError(400, 50035, 'Invalid Form Body', { fields: { errors: tree } });
}

/** 429 with `seconds` to wait; the header is in whole seconds as Discord sends it. */
export function rateLimited(seconds: number, scope: 'user' | 'shared' | 'global'): ApiError {
  const global = scope === 'global';
  return new ApiError(429, 0, 'You are being rate limited.', {
    fields: { retry_after: seconds, global },
    headers: {
      'Retry-After': String(Math.ceil(seconds)),
      'X-RateLimit-Scope': scope,
      ...(global && { 'X-RateLimit-Global': 'true' }),
    },
  });
}
