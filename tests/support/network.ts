import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import type { Place } from './place.js';

/** Why the machine cannot make networks for tests; null if it can. Suites that need one are skipped otherwise. */
export const whyNoNetwork: string | null = reason();

export type Network<Name extends string> = ReturnType<typeof makeNetwork<Name>>;

/** One end of a connection that is cut: packets from it, to it, or both. */
export type Direction = 'both' | 'replies';

/** Network namespaces on a bridge, which this process can reach too: each a machine of its own for what it runs. */
export function makeNetwork<Name extends string>(names: readonly Name[]) {
  const id = randomBytes(3).toString('hex');
  const bridge = `ccb${id}`;
  // Of RFC 2544: in no real network.
  const subnet = `198.18.${randomInt(256)}`;
  const namespaceOf = (name: string) => `cc${id}-${name}`;
  const addresses = new Map<string, string>();
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('addr', 'add', `${subnet}.254/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');
  for (const [nth, name] of names.entries()) {
    const [namespace, link] = [namespaceOf(name), `ccv${id}${nth}`];
    ip('netns', 'add', namespace);
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    ip('link', 'set', link, 'master', bridge, 'up');
    addresses.set(name, `${subnet}.${nth + 1}`);
    ip('-n', namespace, 'addr', 'add', `${subnet}.${nth + 1}/24`, 'dev', 'eth0');
    ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
  }
  const tables = (name: Name, ...args: string[]) => ip('netns', 'exec', namespaceOf(name), 'iptables', '-w', ...args);
  return {
    place: (name: Name): Place => ({
      address: addresses.get(name)!,
      command: ['ip', 'netns', 'exec', namespaceOf(name)],
    }),
    /** Packets between `name` and the others vanish: no connection is closed. `replies`: only those that come to `name`. */
    cut(name: Name, others: readonly Name[], direction: Direction = 'both') {
      for (const other of others) {
        tables(name, '-A', 'INPUT', '-s', addresses.get(other)!, '-j', 'DROP');
        if (direction === 'both') tables(name, '-A', 'OUTPUT', '-d', addresses.get(other)!, '-j', 'DROP');
      }
    },
    heal: (name: Name) => tables(name, '-F'),
    remove() {
      for (const name of names) ip('netns', 'del', namespaceOf(name));
      ip('link', 'del', bridge);
    },
  };
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function reason(): string | null {
  if (process.getuid?.() !== 0) return 'it needs root';
  for (const program of ['ip', 'iptables']) {
    if (spawnSync(program, ['-V']).error) return `${program} is not installed`;
  }
  const [name, link] = ['probe', 'peer'].map((each) => `cc${randomBytes(3).toString('hex')}${each}`) as [
    string,
    string,
  ];
  try {
    ip('netns', 'add', name);
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('netns', 'exec', name, 'iptables', '-w', '-A', 'INPUT', '-s', '198.18.0.1', '-j', 'DROP');
    return null;
  } catch (error) {
    return `the machine does not allow it: ${(error as Error).message}`;
  } finally {
    spawnSync('ip', ['netns', 'del', name]);
    spawnSync('ip', ['link', 'del', link]);
  }
}
