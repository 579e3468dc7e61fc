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

  it('runs every prepared tab at one click, including an upload and a subscription, without other hosts', async () => {
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
      Suggestions: expect.stringMatching(/"groupBy": \[\s+"customer"\s+\]/),
      Analysis: expect.stringContaining('"period": "TOTAL"'),
      Entities: expect.stringContaining('"cumulativeShare"'),
      Rows: expect.stringContaining('"address": "G2"'),
      Segments: expect.stringContaining('"kind": "VALUE"'),
      Bridge: expect.stringContaining('"logoChurn"'),
      LimitsAndClasses: expect.stringContaining('"excess"'),
      RollingWindows: expect.stringContaining('"period": "LTM 2024-M12"'),
      Comparison: expect.stringContaining('"comparison"'),
      EntityProposals: expect.stringContaining('"entityProposals"'),
      UploadDataset: expect.stringContaining('"fileName": "cities.csv"'),
      DatasetProgress: expect.stringContaining('"stage": "DONE"'),
    });
    expect(problems).toEqual([]);
  });

  it('runs by keyboard, and shows the documentation of the schema', async () => {
    const { page, problems } = await browser.open(`${app.url}/graphql`, { colorScheme: 'dark' });
    await page.getByRole('tab').first().waitFor();
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    expect(await run(page, () => page.keyboard.press('Control+Enter'))).toContain('"totalCount"');

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('How much of a value depends on how few').waitFor();
    await docs.getByRole('link', { name: 'Query' }).click();
    await docs.getByText('All datasets, page by page.').waitFor();
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

  it('shows the answer below the query on a narrow screen', async () => {
    const { page } = await browser.open(`${app.url}/graphql`, { viewport: { width: 390, height: 800 } });
    const query = (await page.locator('.graphiql-query-editor').boundingBox())!;
    const answer = (await page.locator('.result-window').boundingBox())!;
    expect(answer.y).toBeGreaterThan(query.y + query.height);
    expect(answer.width).toBeGreaterThan(250);
  });

  it('asks for a key where one is required, reports a wrong key, and sends the key with every request', async () => {
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    const guarded = await startApp({ SAMPLE_DATA: 'true', API_KEYS: `tester:editor:${sha256}` });
    const { page, problems } = await browser.open(`${guarded.url}/graphql`);
    await page.getByRole('heading', { name: 'API key required' }).waitFor();
    // No query was sent before a key was entered.
    expect(problems).toEqual([]);
    const enterKey = async (key: string) => {
      await page.getByLabel(/operator of this service/).fill(key);
      await page.getByRole('button', { name: 'Open GraphiQL' }).click();
    };
    await enterKey('another');
    await page.getByText('This key is not valid.').waitFor();
    await enterKey(KEY);
    await page.getByRole('tab').first().waitFor();
    expect(await run(page)).toContain('"totalCount": 1');
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByRole('link', { name: 'Query' }).waitFor();
    // The history would store headers.
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toMatch(/graphiql:queries/);
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain(KEY);
    await guarded.close();
  });
});

/** Runs the open tab, which has no answer yet. @returns the answer */
async function run(
  page: Page,
  start = () => page.getByRole('button', { name: 'Execute query' }).click(),
): Promise<string> {
  // GraphiQL finds the name of the operation shortly after it shows the text.
  await page.waitForTimeout(300);
  await start();
  let answer = '';
  await expect
    .poll(
      async () => {
        // CodeMirror renders only the visible lines; its document has all of them.
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
