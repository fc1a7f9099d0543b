import type { Concern, DeliveryErrorKind } from '../../core/delivery.ts';

/** What an error code of chat.postMessage means for a delivery. */
export interface CodeMeaning {
  readonly kind: DeliveryErrorKind;
  readonly concerns: Concern;
  /** Half a sentence for people: what is wrong and what to do. */
  readonly remedy: string;
}

const INVITE = 'invite the bot there with /invite @Paper Route';
const BUG = 'this message is skipped; please report it with the log';

const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([
  ...codes(
    'channel_not_found',
    'permanent',
    `the bot sees no such channel; if it is private, ${INVITE}`,
  ),
  ...codes('not_in_channel', 'permanent', `the bot is not a member there; ${INVITE}`),
  ...codes('is_archived', 'permanent', 'the channel is archived; unarchive it or use another one'),
  ...codes('team_not_found', 'retry', 'the app is not installed in that workspace', 'workspace'),
  ...codes('messages_tab_disabled', 'permanent', 'the bot takes no direct messages; use a channel'),
  ...codes(
    'missing_scope',
    'retry',
    'add the scope chat:write and install the app again',
    'workspace',
  ),
  ...codes(
    'invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type two_factor_setup_required',
    'retry',
    'the token of the bot is no longer valid; install the app there again, as docs/slack.md says',
    'workspace',
  ),
  ...codes(
    'restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel access_denied no_permission ekm_access_denied enterprise_is_restricted team_access_not_granted accesslimited',
    'permanent',
    'the workspace forbids it; ask an admin to let the app post there, or use another channel',
  ),
  ...codes(
    'invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long no_text invalid_metadata_format invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app invalid_arguments invalid_arg_name invalid_array_arg invalid_charset',
    'permanent',
    BUG,
    'message',
  ),
  ...codes(
    'message_not_found cant_update_message edit_window_closed is_inactive',
    'permanent',
    'the message is gone or may not be changed any more',
    'message',
  ),
  ...codes(
    'ratelimited rate_limited',
    'retry',
    'too many messages at once; it is tried again later',
  ),
  ...codes(
    'message_limit_exceeded',
    'retry',
    'the workspace had too many messages; it is tried again later',
    'workspace',
  ),
  ...codes(
    'internal_error fatal_error service_unavailable',
    'unknown',
    'Slack is in trouble, and the message may have arrived nevertheless',
  ),
]);

/**
 * The meaning of an error code of https://docs.slack.dev/reference/methods/chat.postMessage#errors.
 * A code that is not listed means "not posted, try again": a new code must not silence a channel.
 */
export function codeMeaning(code: string): CodeMeaning {
  return (
    MEANINGS.get(code) ?? { kind: 'retry', concerns: 'channel', remedy: 'it is tried again later' }
  );
}

function codes(
  names: string,
  kind: DeliveryErrorKind,
  remedy: string,
  concerns: Concern = 'channel',
): [string, CodeMeaning][] {
  return names.split(' ').map((name) => [name, { kind, concerns, remedy }]);
}
