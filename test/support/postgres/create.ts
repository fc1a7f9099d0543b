import pg from 'pg';

export const TEMPLATE = 'paper_route_template';

/**
 * Makes a database; gives its address.
 * @param server the address of any database of the server.
 * @param template the database that it is a copy of; left out: an empty one.
 */
export async function createDatabase(
  server: string,
  name: string,
  template?: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}${template ? ` template ${template}` : ''}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
