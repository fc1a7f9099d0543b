import type { ServerResponse } from 'node:http';
import { HTTPReceiver, type Installation } from '@slack/bolt';
import { type Listener, onlyMethod, type Routes } from '../../lib/routes.ts';
import { type ApiOptions, clientOptions, SLACK_API_URL } from './api.ts';
import { failureName } from './errors.ts';
import type { Installations } from './installations.ts';
import { failurePage, installPage, successPage } from './pages.ts';
import { SCOPES } from './scopes.ts';
import { sdkLogger } from './sdk-log.ts';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

export interface InstallOptions extends ApiOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs the state that ties a person's browser to the installation. */
  readonly stateSecret: string;
  /** "https://papers.example.org", without a slash at its end. */
  readonly publicUrl: string;
  readonly installations: Installations;
  readonly routes: Routes;
}

/** The pages by which a workspace installs the app by itself. */
export interface InstallPages {
  /** @param onInstalled called with the workspace once its token is stored. */
  open(onInstalled: (workspace: string) => void): void;
  close(): void;
}

/**
 * OAuth by bolt's own installer: https://docs.slack.dev/authentication/installing-with-oauth. The
 * state is signed, kept in no memory, valid for ten minutes and tied to the browser by a cookie.
 */
export function createInstallPages(options: InstallOptions): InstallPages {
  const { routes } = options;
  return {
    open(onInstalled) {
      const { requestListener } = createInstaller(options, onInstalled);
      const listener = onlyMethod('GET', guarded(requestListener));
      for (const path of [INSTALL_PATH, REDIRECT_PATH]) routes.add(path, listener);
    },
    close() {
      for (const path of [INSTALL_PATH, REDIRECT_PATH]) routes.remove(path);
    },
  };
}

/** A receiver of no events: it is the way to bolt's installer, with App's own authorize beside it. */
function createInstaller(
  options: InstallOptions,
  onInstalled: (workspace: string) => void,
): HTTPReceiver {
  const { publicUrl, clientId, clientSecret, stateSecret, apiUrl, log } = options;
  return new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    endpoints: [],
    logger: sdkLogger(log),
    clientId,
    clientSecret,
    stateSecret,
    scopes: SCOPES.map(({ name }) => name),
    redirectUri: publicUrl + REDIRECT_PATH,
    installationStore: createStore(options, onInstalled),
    installerOptions: {
      redirectUriPath: REDIRECT_PATH,
      authorizationUrl: new URL('../oauth/v2/authorize', apiUrl ?? SLACK_API_URL).href,
      clientOptions: clientOptions(options),
      renderHtmlForInstallPath: installPage,
      callbackOptions: createCallbacks(options),
    },
  });
}

function createStore({ installations, log }: InstallOptions, onInstalled: (id: string) => void) {
  return {
    async storeInstallation(installation: Installation): Promise<void> {
      const workspace = await installations.save(installation);
      log.info(`Slack: installed in ${nameOf(installation)} (${workspace})`);
      onInstalled(workspace);
    },
    async fetchInstallation(): Promise<never> {
      throw new Error('Tokens are looked up by the App itself.');
    },
  };
}

function createCallbacks({ publicUrl, log }: InstallOptions) {
  return {
    success: (installation: Installation, _: unknown, __: unknown, response: ServerResponse) =>
      send(response, 200, successPage(nameOf(installation), slackUrl(installation))),
    failure: (
      error: Error,
      _: unknown,
      { url = '' }: { url?: string | undefined },
      response: ServerResponse,
    ) => {
      const [status, reason] = explain(error, url);
      log.warn({ failure: failureName(error) }, `Slack: an installation failed. ${reason}`);
      send(response, status, failurePage(reason, publicUrl + INSTALL_PATH));
    },
  };
}

/** What went wrong for people, and the HTTP status that says whose fault it is. */
function explain(error: Error, url: string): [number, string] {
  if (url.includes('error=access_denied'))
    return [200, 'Somebody chose Cancel on the page of Slack, so nothing was changed.'];
  const { code } = error as { code?: unknown };
  if (/_(missing_state|invalid_state|missing_code)$/.test(String(code)))
    return [400, 'The page was open for more than ten minutes, or comes from another browser.'];
  if (String(code).startsWith('slack_webapi_'))
    return [502, `Slack did not confirm the installation (${failureName(error)}).`];
  return [500, 'The installation could not be stored; the log says more.'];
}

function nameOf({ team, enterprise }: Installation): string {
  return (team ?? enterprise)?.name ?? 'your workspace';
}

/** A workspace opens; for an organization, the page where an admin adds workspaces. */
function slackUrl({ team, appId, enterpriseUrl, isEnterpriseInstall }: Installation): string {
  if (isEnterpriseInstall && enterpriseUrl)
    return `${enterpriseUrl}manage/organization/apps/profile/${appId ?? ''}/workspaces/add`;
  return `https://app.slack.com/client/${team?.id ?? ''}`;
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

/** Nothing is loaded from elsewhere, framed, kept or told to the next page: addresses hold a code. */
function guarded(listener: Listener): Listener {
  return (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    listener(request, response);
  };
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
