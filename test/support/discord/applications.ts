import { checkCommandRules } from './command-rules.ts';
import { invalidForm, missingAccess, unknownGuild, unknownMember } from './errors.ts';
import type { ApiRequest, Route } from './http.ts';
import { applicationJson, botJson, commandJson, guildJson, memberJson } from './shapes.ts';
import { checkCommands } from './validate.ts';
import type { RegisteredCommand, World } from './world.ts';

/** The bot's own account, its application and commands, its server and its place there. */
export function applicationRoutes(world: World): Route[] {
  const all = ({ params }: ApiRequest) => {
    if (params.application !== world.applicationId) throw missingAccess();
    return world.commands.map((command) => commandJson(command, world));
  };
  const list = (request: ApiRequest) =>
    request.query.get('with_localizations') === 'true'
      ? all(request)
      : all(request).map(withoutTranslations);
  const overwrite = (request: ApiRequest) => {
    checkCommands(request.body, world);
    const given = request.body as RegisteredCommand[];
    checkCommandRules(given);
    if (!world.userInstall && given.some(isForOneself)) throw invalidForm([NOT_FOR_ONESELF]);
    const commands = given.map((command) => ({
      ...command,
      ...{ id: world.nextId(), version: world.nextId() },
    }));
    world.commands.splice(0, world.commands.length, ...commands);
    return all(request);
  };
  const guild = ({ params }: ApiRequest) => {
    const id = world.guildIds.find((it) => it === params.guild);
    if (id === undefined || world.guildCount === 0) throw unknownGuild();
    const { channels, threads, members, presences, ...shown } = guildJson(world, id);
    return shown;
  };
  const member = ({ params }: ApiRequest) => {
    guild({ params, query: new URLSearchParams(), body: undefined, files: [] });
    if (params.user !== world.applicationId) throw unknownMember();
    return { ...memberJson(), user: botJson(world) };
  };
  const commands = '/applications/:application/commands';
  return [
    { name: 'GET /users/@me', handle: () => botJson(world), auth: true },
    { name: 'GET /applications/@me', handle: () => applicationJson(world), auth: true },
    { name: 'GET /oauth2/applications/@me', handle: () => applicationJson(world), auth: true },
    { name: 'GET /guilds/:guild', handle: guild, auth: true },
    { name: 'GET /guilds/:guild/members/:user', handle: member, auth: true },
    { name: `GET ${commands}`, handle: list, auth: true },
    { name: `PUT ${commands}`, handle: overwrite, auth: true },
  ];
}

/** Strict on purpose: Discord does not document what it does with a way that an application lacks. */
const NOT_FOR_ONESELF = {
  path: ['0', 'integration_types'],
  code: 'BASE_TYPE_CHOICES',
  message: '1 is not offered',
};

function isForOneself(command: object): boolean {
  const { integration_types: ways } = command as { readonly integration_types?: readonly number[] };
  return ways?.includes(1) ?? false;
}

/** https://docs.discord.com/developers/interactions/application-commands#retrieving-localized-commands */
function withoutTranslations(entry: object): object {
  const { name_localizations, description_localizations, options, ...rest } = entry as {
    name_localizations?: unknown;
    description_localizations?: unknown;
    options?: readonly object[];
  };
  return { ...rest, ...(options && { options: options.map(withoutTranslations) }) };
}
