import { existsSync } from 'node:fs';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Whether the machine has Debian's Chromium; suites that need it are skipped where it has not (scripts/prepare-test-machine.mjs says how). */
export const hasBrowser = existsSync(CHROMIUM);

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;

/** Without a screen, and without anything Chromium does for itself over the network. One a test file. */
export async function startBrowser() {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    /**
     * A page with storage of its own that reaches this machine and nothing else. `problems` holds what it asked of other
     * hosts, what it logged as an error and what it threw: a good page leaves it empty.
     */
    async open(url: string, options: BrowserContextOptions = {}) {
      const context = await browser.newContext(options);
      const problems: string[] = [];
      await context.route(
        ({ hostname }) => hostname !== '127.0.0.1' && hostname !== 'localhost',
        (route) => {
          problems.push(`asked for ${route.request().url()}`);
          return route.abort();
        },
      );
      const page: Page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.goto(url);
      return { page, problems };
    },
    close: () => browser.close(),
  };
}
