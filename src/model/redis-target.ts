/** The location of the shared cache, parsed from REDIS_URL. */
export type RedisTarget = RedisAccess &
  (
    | { kind: 'single'; host: string; port: number }
    /** `master`: the name of the master in the Sentinels' configuration. */
    | { kind: 'sentinel'; sentinels: Host[]; master: string }
    | { kind: 'cluster'; nodes: Host[] }
  );

export interface Host {
  host: string;
  port: number;
}

interface RedisAccess {
  username: string | undefined;
  password: string | undefined;
  /** The number of the database; Always 0 for a Cluster, which has only one database. */
  db: number;
  tls: boolean;
}

const URL_PARTS =
  /^redis(?<tls>s)?(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/]+)(?:\/(?<path>[^?#]*))?$/;
const HOST = /^(?:(?<name>[\w.-]+)|\[(?<ipv6>[\da-f:.]+)\])(?::(?<port>\d{1,5}))?$/i;

/**
 * Reads `redis://[user:password@]host[:port][/db]`, `rediss://…` (TLS), `redis+sentinel://host:port,host:port/master[/db]` and
 * `redis+cluster://host:port,…` (both also with `rediss`). Null for any other text.
 */
export function readRedisUrl(url: string): RedisTarget | null {
  const { tls, kind, username = '', password, hosts = '', path = '' } = URL_PARTS.exec(url)?.groups ?? {};
  const nodes = readHosts(hosts, kind === 'sentinel' ? 26_379 : 6379);
  const [master, db] = kind === 'sentinel' ? splitAtSlash(path) : ['', path];
  if (nodes === null || !/^\d{0,5}$/.test(db) || !isDecodable(username) || !isDecodable(password ?? '')) return null;
  const access: RedisAccess = {
    username: decodeURIComponent(username) || undefined,
    password: password === undefined ? undefined : decodeURIComponent(password),
    db: Number(db),
    tls: tls !== undefined,
  };
  switch (kind) {
    case 'sentinel':
      return master === '' ? null : { ...access, kind, sentinels: nodes, master };
    case 'cluster':
      return access.db === 0 ? { ...access, kind, nodes } : null;
    default:
      return nodes.length === 1 ? { ...access, kind: 'single', ...nodes[0]! } : null;
  }
}

function readHosts(list: string, defaultPort: number): Host[] | null {
  const hosts = list.split(',').map((text) => {
    const { name, ipv6, port } = HOST.exec(text)?.groups ?? {};
    return { host: name ?? ipv6 ?? '', port: port === undefined ? defaultPort : Number(port) };
  });
  return hosts.every(({ host, port }) => host !== '' && port > 0 && port < 65_536) ? hosts : null;
}

function splitAtSlash(path: string): [string, string] {
  const [before = '', after = ''] = path.split('/', 2);
  return [before, after];
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
