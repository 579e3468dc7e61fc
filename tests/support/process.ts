import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export type ServiceProcess = ChildProcessByStdio<null, Readable, Readable>;

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/**
 * The built service as a process of its own, on a free port; kill it after use.
 * @param command that runs it, for example in a network namespace
 */
export function startProcess(
  environment: Record<string, string>,
  nodeArguments: string[] = [],
  command: readonly string[] = [],
): ServiceProcess {
  const env = { PATH: process.env.PATH, PORT: '0', THREADS: '2', LOG_LEVEL: 'warn', ...environment };
  const [program, ...args] = [...command, process.execPath, ...nodeArguments, main];
  return spawn(program!, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The address it says it listens on. */
export async function addressOf(child: ServiceProcess): Promise<string> {
  let greeting = '';
  for await (const chunk of child.stdout) {
    greeting += chunk;
    const [, url] = /(?:GraphiQL|Health:) +(http\S+)\/(?:graphql|health)/.exec(greeting) ?? [];
    if (url) return url;
  }
  throw new Error(`the service did not start: ${await text(child.stderr)}`);
}
