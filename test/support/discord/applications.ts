import { missingAccess, unknownGuild, unknownMember } from './errors.ts';
import type { ApiRequest, Route } from './http.ts';
import { applicationJson, botJson, commandJson, guildJson, memberJson } from './shapes.ts';
import { checkCommands } from './validate.ts';
import type { World } from './world.ts';

/** The bot's own account, its application and commands, its server and its place there. */
export function applicationRoutes(world: World): Route[] {
  const list = ({ params }: ApiRequest) => {
    if (params.application !== world.applicationId) throw missingAccess();
    return world.commands.map((command) => commandJson(command, world));
  };
  const overwrite = (request: ApiRequest) => {
    const commands = checkCommands(request.body, world).map((command) => ({
      ...command,
      ...{ id: world.nextId(), version: world.nextId() },
    }));
    world.commands.splice(0, world.commands.length, ...commands);
    return list(request);
  };
  const guild = ({ params }: ApiRequest) => {
    const id = world.guildIds.find((it) => it === params.guild);
    if (id === undefined || world.guildCount === 0) throw unknownGuild();
    const { channels, threads, members, presences, ...shown } = guildJson(world, id);
    return shown;
  };
  const member = ({ params }: ApiRequest) => {
    guild({ params, query: new URLSearchParams(), body: undefined });
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
