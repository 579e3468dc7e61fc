import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';

describe.skipIf(!hasBrowser)('GraphiQL in a browser', () => {
  let app: TestApp;
  let browser: TestBrowser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ SAMPLE_DATA: 'true' }), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  it('runs every ready tab at one click, reaching no other host', async () => {
    const { page, problems } = await browser.open(`${app.url}/graphql`);
    const tabs = page.getByRole('tab');
    await tabs.first().waitFor();
    for (let index = 0; index < (await tabs.count()); index += 1) {
      await tabs.nth(index).click();
      // GraphiQL looks for the operation's name in the text a moment after it shows it.
      await page.waitForTimeout(500);
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.getByRole('button', { name: 'Execute query' }).click();
      expect(await (await answer).json()).not.toHaveProperty('errors');
    }
    expect(problems).toEqual([]);
  });
});
