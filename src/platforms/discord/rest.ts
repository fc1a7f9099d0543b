import {
  DefaultRestOptions,
  type RateLimitData,
  REST,
  type RESTOptions,
  type RequestData,
  type RouteLike,
  Routes,
} from 'discord.js';

/** How long an answer may take, in milliseconds, from the request to the last byte. */
export const ANSWER_TIMEOUT_MS = 5000;

/**
 * discord.js counts 50 requests a second by itself, answers to commands among them, which Discord
 * does not count; a command's answer was refused by that while digests went out. Our own pacer
 * keeps the limit.
 */
const OWN_COUNT_OFF = 1_000_000;

/** Discord's REST interface, version 10, for one bot. */
export interface DiscordRest {
  /** Answers with the parsed JSON; rejects with an error of discord.js, or of the network. */
  call<T>(method: Method, route: RouteLike, request?: Request): Promise<T>;
}

export type Method = 'get' | 'post' | 'put' | 'patch';
export type Request = Pick<RequestData, 'body' | 'query' | 'signal' | 'auth' | 'files'>;

/** What is asked before a session begins; shards that begin at once may wait for each other there. */
const GATEWAY = Routes.gatewayBot();

/** The options of every REST client here: nothing else is tried twice, and nothing waits in silence. */
export function restOptions(apiUrl: string | undefined) {
  return {
    rejectOnRateLimit: ({ route }: RateLimitData) => route !== GATEWAY,
    retries: 0,
    globalRequestsPerSecond: OWN_COUNT_OFF,
    timeout: ANSWER_TIMEOUT_MS,
    makeRequest,
    ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
  };
}

/**
 * A form goes as bytes: undici 7, which the rest of the program loads, takes over the connections of
 * discord.js's undici 6, and refuses Node's own FormData.
 */
const makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
  const { makeRequest: send } = DefaultRestOptions;
  if (!(init.body instanceof FormData)) return send(url, init);
  const form = new Response(init.body);
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' };
  return send(url, { ...init, headers, body: await form.bytes() });
};

/**
 * A REST client that needs no gateway. discord.js forgets the token after one answer 401 and then
 * fails with an error that says nothing: so the token is set before every call. Its timeout ends
 * with the headers: so the body has one of its own.
 */
export function createRest(token: string, apiUrl: string | undefined): DiscordRest {
  const rest = new REST(restOptions(apiUrl));
  return {
    async call<T>(method: Method, route: RouteLike, { signal, ...request }: Request = {}) {
      const deadline = AbortSignal.timeout(ANSWER_TIMEOUT_MS + 1000);
      const signals = signal ? [signal, deadline] : [deadline];
      const answer = rest
        .setToken(token)
        [method](route, { ...request, signal: AbortSignal.any(signals) });
      return (await answer) as T;
    },
  };
}
