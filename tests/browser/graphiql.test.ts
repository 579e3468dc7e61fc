import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';

const KEY = 'a-key-of-an-editor';

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

  it('runs every ready tab at one click, a file and a subscription among them, reaching no other host', async () => {
    const { page, problems } = await browser.open(`${app.url}/graphql`);
    page.on('filechooser', (chooser) =>
      chooser.setFiles({ name: 'cities.csv', mimeType: 'text/csv', buffer: Buffer.from('city,sales\nOslo,3\n') }),
    );
    const shown: Record<string, string> = {};
    const tabs = page.getByRole('tab');
    await tabs.first().waitFor();
    for (const [index, name] of (await tabs.allInnerTexts()).entries()) {
      await tabs.nth(index).click();
      shown[name] = await run(page);
    }
    expect(shown).toEqual({
      Datasets: expect.stringContaining('"totalCount": 1'),
      DatasetSchema: expect.stringContaining('"role": "CATEGORICAL"'),
      Suggestions: expect.stringContaining('"groupBy": "customer"'),
      Analysis: expect.stringContaining('"period": "TOTAL"'),
      UploadDataset: expect.stringContaining('"fileName": "cities.csv"'),
      DatasetProgress: expect.stringContaining('"stage": "DONE"'),
    });
    expect(problems).toEqual([]);
  });

  it('runs by the keyboard, and shows what the schema and its fields are for', async () => {
    const { page, problems } = await browser.open(`${app.url}/graphql`, { colorScheme: 'dark' });
    await page.getByRole('tab').first().waitFor();
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    expect(await run(page, () => page.keyboard.press('Control+Enter'))).toContain('"totalCount"');

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('How much of a value depends on how few').waitFor();
    await docs.getByRole('link', { name: 'Query' }).click();
    await docs.getByText('The datasets there are, page by page.').waitFor();
    const background = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('.graphiql-container')).backgroundColor",
    );
    expect(
      background
        .match(/\d+/g)!
        .slice(0, 3)
        .every((channel) => Number(channel) < 80),
    ).toBe(true);
    expect(problems).toEqual([]);
  });

  it('stands the answer below the query where there is no room beside it', async () => {
    const { page } = await browser.open(`${app.url}/graphql`, { viewport: { width: 390, height: 800 } });
    const query = (await page.locator('.graphiql-query-editor').boundingBox())!;
    const answer = (await page.locator('.result-window').boundingBox())!;
    expect(answer.y).toBeGreaterThan(query.y + query.height);
    expect(answer.width).toBeGreaterThan(250);
  });

  it('asks for a key where the service needs one, says when it is wrong, and sends it with everything', async () => {
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    const guarded = await startApp({ SAMPLE_DATA: 'true', API_KEYS: `tester:editor:${sha256}` });
    const { page, problems } = await browser.open(`${guarded.url}/graphql`);
    await page.getByRole('heading', { name: 'This service needs a key' }).waitFor();
    // It asked for nothing before it had one.
    expect(problems).toEqual([]);
    const give = async (key: string) => {
      await page.getByLabel(/Its operator gives you one/).fill(key);
      await page.getByRole('button', { name: 'Open GraphiQL' }).click();
    };
    await give('another');
    await page.getByText('This key is not one of the service.').waitFor();
    await give(KEY);
    await page.getByRole('tab').first().waitFor();
    expect(await run(page)).toContain('"totalCount": 1');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query' }).waitFor();
    // Its history would keep headers.
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toMatch(/graphiql:queries/);
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain(KEY);
    await guarded.close();
  });
});

/** Runs the tab that is open, which has no answer yet, and gives the answer. */
async function run(
  page: Page,
  start = () => page.getByRole('button', { name: 'Execute query' }).click(),
): Promise<string> {
  // GraphiQL looks for the operation's name in the text a moment after it shows it.
  await page.waitForTimeout(300);
  await start();
  let answer = '';
  await expect
    .poll(
      async () => {
        // CodeMirror draws only the lines there is room for; its document has them all.
        answer = await page.evaluate<string>(
          "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()",
        );
        return answer;
      },
      { timeout: 15_000 },
    )
    .not.toBe('');
  return answer;
}
