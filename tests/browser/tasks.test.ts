import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';

const TIMEOUT_MS = 60_000;

/** The limit for each of the tasks. */
const MAX_CLICKS = 6;

const SALES = `Customer,Region,Date,Amount
All customers,,2023-12-31,1300
Alpha,North,2022-05-03,600
Alpha,South,2023-02-10,100
Beta,North,2023-05-04,300
Delta,South,2023-08-20,150
Gamma Ltd,North,2024-01-15,80
Gamma Limited,South,2024-06-30,70
`;

const DATES = 'Customer,Date,Amount\nAlpha,03/04/2024,5\nBeta,05/04/2024,3\n';

const guide = readFileSync(fileURLToPath(new URL('../../docs/explorer.md', import.meta.url)), 'utf8');
/** Clicks by task, as documented. */
const documented = new Map(
  [...guide.matchAll(/^\| ([^|]+) \| (?:Datasets|Analysis|Columns) \| (\d+):/gm)].map(([, task, clicks]) => [
    task!,
    Number(clicks),
  ]),
);

describe.skipIf(!hasBrowser)('the tasks of a first-time user', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let page: Page;
  let id: string;
  let clicks = 0;
  const done = new Set<string>();

  const click = async (target: Locator) => {
    await target.click();
    clicks++;
  };
  const choose = async (target: Locator, label: string | RegExp) => {
    const matches = (option: string) => (typeof label === 'string' ? option === label : label.test(option));
    // The options arrive with an answer of the service.
    let option: string | undefined;
    await expect
      .poll(async () => {
        option = (await target.locator('option').allTextContents()).find(matches);
        return option;
      })
      .toBeDefined();
    await target.selectOption({ label: option! });
    clicks++;
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const openAnalysis = async (grain = 'YEAR') => {
    await page.goto(`${app.url}/d/${id}/analysis?by=customer&value=amount&grain=${grain}`);
    await page.locator('.sentence').waitFor();
  };
  const total = () => page.locator('.measures dd').first().innerText();
  const expectTotal = (text: string) => expect.poll(async () => (await total()).split('\n')[0]).toBe(text);
  /** Ends a task: its clicks are those of the table in docs/explorer.md. */
  const hasTaken = (task: string) => {
    expect(clicks, task).toBe(documented.get(task));
    expect(clicks).toBeLessThanOrEqual(MAX_CLICKS);
    done.add(task);
  };

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    id = (await app.upload({ content: SALES, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
    ({ page } = await browser.open(app.url, { acceptDownloads: true }));
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    expect([...done].sort()).toEqual([...documented.keys()].sort());
  });
  beforeEach(() => {
    clicks = 0;
  });

  it('uploads a file and sees its answer', async () => {
    await page.goto(app.url);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), click(button('Choose files'))]);
    await chooser.setFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(DATES) });
    await click(page.getByRole('link', { name: 'Analyse' }));
    await page.locator('.sentence').waitFor();
    hasTaken('Upload a file and see its answer');
  });

  it('leaves out names that represent others', async () => {
    await openAnalysis();
    await click(button('Leave “All customers” out').first());
    await expectTotal('1.3K');
    hasTaken('Leave out names that represent others');
  });

  it('sees the rows behind a number', async () => {
    await openAnalysis();
    await click(page.locator('.entities').getByRole('button', { name: '700', exact: true }));
    const dialog = page.getByRole('dialog', { name: 'Rows of Alpha' });
    await dialog.getByText('2 rows').waitFor();
    await dialog.getByText('D3', { exact: true }).waitFor();
    hasTaken('Rows behind a number');
  });

  it('sees the history of one customer', async () => {
    await openAnalysis();
    await click(page.locator('.entities').getByRole('button', { name: 'Alpha', exact: true }));
    await page.getByRole('dialog', { name: 'Alpha' }).getByRole('row', { name: /^2023/ }).waitFor();
    hasTaken('The history of one customer');
  });

  it('leaves out the largest', async () => {
    await openAnalysis();
    await click(page.locator('.entities').getByRole('button', { name: 'All customers' }));
    await click(button('Leave it out'));
    await expectTotal('1.3K');
    hasTaken('Leave out the largest');
  });

  it('analyses one region', async () => {
    await openAnalysis();
    await click(button('Add a filter'));
    await choose(page.getByRole('dialog').getByLabel('Column'), 'Region');
    await click(page.getByRole('dialog').getByText('North'));
    await click(button('Apply'));
    await expectTotal('980');
    hasTaken('Only one region');
  });

  it('analyses the last twelve months', async () => {
    await openAnalysis();
    await click(button('Periods…'));
    await click(button('Last 12 months'));
    await page.getByText('in the 12 months to Jun 2024').first().waitFor();
    hasTaken('Last twelve months');
  });

  it('analyses fiscal years from April', async () => {
    await openAnalysis();
    await click(button('Periods…'));
    await choose(page.getByLabel('Years start in'), 'April');
    await click(button('Apply'));
    await page
      .getByRole('row', { name: /^FY2024/ })
      .first()
      .waitFor();
    hasTaken('Fiscal years from April');
  });

  it('compares a period with another', async () => {
    await openAnalysis();
    await choose(page.getByRole('combobox', { name: /^Period\b/ }), '2023');
    await choose(page.getByLabel('Compare with'), '2022');
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    hasTaken('Compare a period with another');
  });

  it('reads the day first', async () => {
    const dates = (await app.upload({ content: DATES, fileName: 'dates.csv' })).data.uploadDataset.dataset.id;
    await page.goto(`${app.url}/d/${dates}`);
    await click(button('Read the day first'));
    await page.getByText('version 2').first().waitFor();
    hasTaken('Read the day first');
  });

  it('treats a column of text as amounts', async () => {
    const content =
      'Customer,Cost\nAlpha Ltd,12 pcs\nBeta Ltd,7\nGamma Ltd,about 9\nDelta Ltd,8\nEps Ltd,to be agreed\nZeta Ltd,4\n';
    const texts = (await app.upload({ content, fileName: 'text.csv' })).data.uploadDataset.dataset.id;
    await page.goto(`${app.url}/d/${texts}`);
    await click(button('Treat as amounts'));
    await page.getByText('version 2').first().waitFor();
    await expect.poll(() => page.getByLabel('Role of Cost').inputValue()).toBe('NUMERIC');
    hasTaken('Treat a column of text as amounts');
  });

  it('appends the file of April and compares with the last version', async () => {
    const march = (await app.upload({ content: DATES, fileName: 'march.csv' })).data.uploadDataset.dataset.id;
    await page.goto(`${app.url}/d/${march}`);
    await click(button('Dataset actions'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), click(button('Add files…'))]);
    const april = Buffer.from('Customer,Date,Amount\nAlpha,13/04/2024,50\n');
    await chooser.setFiles({ name: 'april.csv', mimeType: 'text/csv', buffer: april });
    await page.getByText('version 2').first().waitFor();
    hasTaken('Append the file of April');

    clicks = 0;
    await page.goto(`${app.url}/d/${march}/analysis?by=customer&value=amount&grain=NONE`);
    await page.locator('.sentence').waitFor();
    await choose(page.getByLabel('Compare with'), /^version 1/);
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    await page.getByRole('row', { name: /^Amount 58.* 8/ }).waitFor();
    hasTaken('Compare with the last version');
  });

  it('saves a workbook', async () => {
    await openAnalysis();
    await click(button('Download'));
    await Promise.all([page.waitForEvent('download'), click(page.getByRole('link', { name: /^XLSX/ }))]);
    hasTaken('Send a workbook');
  });

  it('merges two spellings', async () => {
    await openAnalysis('NONE');
    await click(button('Merge these names…'));
    await click(button('Merge 2 names into Gamma Ltd'));
    await page.getByText('Gamma Ltd includes Gamma Limited').waitFor();
    hasTaken('Merge two spellings');
  });
});
