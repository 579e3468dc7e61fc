import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEYS, keys } from '../support/api-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';
import { accessibilityProblems } from '../support/check-accessibility.js';

/**
 * Semicolons, decimal commas, a title row, names that are not Latin, one in parentheses. In Q1 2023: Alpha 600.50, Beta 299.50,
 * Gamma 100, so Alpha alone reaches 50 %. In Q2: Alpha 250, Beta 250, 株式会社 500. In Q3 the sum is negative.
 */
const SPEND = `Spend of the example council;;;
Year;Quarter;Supplier;Amount (£);Reference
2023;Q1;Alpha;600,50;1001
2023;Q1;Beta;299,50;1002
2023;Q1;Gamma;100,00;1003
2023;Q2;Alpha;250,00;1004
2023;Q2;Beta;250,00;1005
2023;Q2;株式会社;500,00;1006
2023;Q3;Beta;(50,00);1007
2023;Q3;Gamma;20,00;1008
`;

/** The same a day later: without the reference, with a region; Beta is gone and Alpha has grown to 70 %. */
const CORRECTED = `Year;Quarter;Supplier;Amount (£);Region
2023;Q1;Alpha;700,00;North
2023;Q1;Delta;300,00;South
`;

/** A browser beside everything else that tests run at once takes its time. */
const TIMEOUT_MS = 90_000;

describe.skipIf(!hasBrowser)('the explorer in a browser', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concentric-explorer-'));
    await writeFile(join(folder, 'spend.csv'), SPEND);
    await writeFile(join(folder, 'corrected.csv'), CORRECTED);
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    await rm(folder, { recursive: true });
  });

  /** Text as it is read, thin spaces being spaces. */
  const textOf = async (page: Page, selector: string) =>
    (await page.locator(selector).first().textContent())?.replaceAll(/\s+/g, ' ').trim();

  it('goes from a file to a workbook: upload, correct, analyse, compare, download, and the link brings it all back', async () => {
    const { page, problems } = await browser.open(app.url, { acceptDownloads: true });

    // A file that cannot be read says why, and how else it could be.
    await page.setInputFiles('input[type=file]', {
      name: 'broken.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([0, 1, 2, 0, 255]),
    });
    await page.getByText('holds binary data').first().waitFor();
    await page.getByRole('button', { name: 'Dismiss broken.csv' }).click();
    // The browser itself logs that the answer was an error.
    problems.length = 0;

    await page.setInputFiles('input[type=file]', join(folder, 'spend.csv'));
    await page.getByRole('link', { name: 'Look at it' }).click();
    await page.getByRole('heading', { name: 'spend', level: 1 }).waitFor();

    // The schema in words, and its correction.
    const amountRow = page.getByRole('row', { name: /Amount/ });
    expect(await amountRow.textContent()).toMatch(/exact decimal/);
    expect(await amountRow.textContent()).toMatch(/parentheses read as minus/);
    await page.getByLabel('Role of Reference').selectOption({ label: 'Free text' });
    await page.getByLabel('What Amount (£) means').fill('without VAT');
    await page.getByText('2 corrections not saved yet').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByLabel('Role of Reference').waitFor();
    expect(await page.getByLabel('Role of Reference').inputValue()).toBe('TEXT');
    expect(await page.getByLabel('What Amount (£) means').inputValue()).toBe('without VAT');

    // What suggests itself, then a period of it.
    await page.getByRole('link', { name: /Amount.* by Supplier/ }).click();
    await page.locator('.sentence').waitFor();
    expect(await textOf(page, '.sentence')).toBe('2 of 4 suppliers make up 50 % of Amount (£) over all periods');
    await page.getByLabel('Look at').selectOption({ label: 'Q1 2023' });
    await page.getByText('in Q1 2023', { exact: false }).first().waitFor();
    expect(await textOf(page, '.sentence')).toBe('1 of 3 suppliers makes up 50 % of Amount (£) in Q1 2023');
    expect(await textOf(page, '.reading')).toBe('The largest alone has 60.1 %, 600.50 of 1K. 1 reaches 20 % and 10 %.');

    // Two periods beside each other.
    await page.getByLabel('Compare with').selectOption({ label: 'Q2 2023' });
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    expect(await page.getByRole('row', { name: /^HHI/ }).first().textContent()).toMatch(/HHI4,6033,750\+853/);
    // One is the period before the other: who came and who went is known, with what they had.
    expect(await page.locator('.newcomers').textContent()).toBe(
      'In Q1 2023 only: 1 supplierNot there in Q2 2023: 100.00 togetherGamma100.00' +
        'In Q2 2023 only: 1 supplierNot there in Q1 2023: 500.00 together株式会社500.00',
    );

    // The query behind a picture.
    await page.getByRole('button', { name: 'Query' }).last().click();
    const query = page.getByRole('dialog');
    expect(await query.textContent()).toContain('query Explorer');
    expect(await query.getByRole('link', { name: 'Open in GraphiQL' }).getAttribute('href')).toMatch(
      /^\/graphql#query=/,
    );
    await page.keyboard.press('Escape');

    // The files, and a picture.
    const workbook = await download(page, /^XLSX/);
    expect(workbook.subarray(0, 2).toString()).toBe('PK');
    expect((await download(page, /^CSV/)).toString()).toContain('2023-Q2');
    await page.getByRole('img').first().waitFor();
    await page.getByRole('button', { name: /Save the picture: Concentration/ }).click();
    const picture = await downloaded(page, () => page.getByRole('button', { name: 'Picture as SVG' }).click());
    expect(picture.toString()).toMatch(/^<svg[\s\S]*Concentration curve[\s\S]*spend\.csv/);

    // The address is the view.
    const address = page.url();
    expect(address).toContain('period=2023-Q1');
    expect(address).toContain('compare=2023-Q2');
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    expect(await page.locator('.sentence').count()).toBe(2);
    expect(await page.getByLabel('Compare with').inputValue()).toBe('2023-Q2');

    // A new version, asked for twice.
    await page.getByRole('button', { name: 'Change this dataset' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Replace the file…' }).click(),
    ]);
    await chooser.setFiles(join(folder, 'corrected.csv'));
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.getByText('version 2').first().waitFor();

    // The two versions beside each other, by an address that stays what it is; with the keyboard.
    await page.goto(`${page.url().split('?')[0]}?by=supplier&value=amount&grain=NONE&thresholds=50&top=1`);
    await page.getByLabel('Compare with').focus();
    await page.keyboard.type('version 1');
    await page.getByRole('heading', { name: 'What changed in the data' }).waitFor();
    const ofVersions = page.url();
    expect(ofVersions).toContain('version=2');
    expect(ofVersions).toContain('withVersion=1');
    await page.goto('about:blank');
    await page.goto(ofVersions);
    await page.getByRole('heading', { name: 'What changed in the data' }).waitFor();
    expect(await page.locator('.sentence').allTextContents()).toEqual([
      expect.stringMatching(/^1 of 2 suppliers makes up 50\s%/),
      expect.stringMatching(/^2 of 4 suppliers make up 50\s%/),
    ]);
    expect(
      await page
        .getByRole('row', { name: /^Amount/ })
        .first()
        .textContent(),
    ).toBe('Amount (£)1,000.001,970.00−970.00');
    expect(await page.getByRole('row', { name: /^File/ }).textContent()).toBe(
      'Filecorrected.csvspend.csvanother content',
    );
    expect(await page.locator('.versions-differ .newcomers').textContent()).toBe(
      'Columns of version 2 onlyRegionColumns of version 1 onlyReference' +
        'Columns read otherwise in version 2Amount (£): whole number, was exact decimal',
    );
    expect(await page.getByLabel('Compare with').inputValue()).toBe('version 1');

    // The version before, as it was: its own rows, its own columns with what was said of them, nothing to correct.
    await page.getByRole('link', { name: 'How it was read' }).click();
    await page.getByRole('combobox', { name: /^Version/ }).selectOption({ value: '1' });
    await page.getByText('spend.csv').first().waitFor();
    expect(await textOf(page, '.facts')).toContain('8 rows');
    expect(await page.locator('section[aria-labelledby=source-title]').textContent()).toContain('Separator;');
    await page.getByRole('link', { name: 'Rows', exact: true }).click();
    await page.getByRole('heading', { name: 'First 8 of 8 rows' }).waitFor();
    expect(await page.locator('table.rows').textContent()).toContain('株式会社');
    await page.getByRole('link', { name: 'Columns', exact: true }).click();
    await page.getByText('without VAT').waitFor();
    expect(page.url()).toMatch(/\?version=1$/);
    expect(await page.getByRole('row', { name: /^Reference/ }).textContent()).toContain('Free text');
    expect(await page.locator('table.columns').getByRole('combobox').count()).toBe(0);
    await page.getByRole('link', { name: /Amount.* by Supplier/ }).click();
    await page.locator('.sentence').waitFor();
    expect(await textOf(page, '.sentence')).toBe('2 of 4 suppliers make up 50 % of Amount (£) over all periods');
    await page.getByRole('combobox', { name: /^Version/ }).selectOption({ value: '2' });
    await page.getByText('1 of 2 suppliers').waitFor();

    // The end of it all, asked for twice.
    await page.getByRole('button', { name: 'Change this dataset' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByRole('heading', { name: 'No datasets yet' }).waitFor();

    expect(problems).toEqual([]);
  });

  it('tells how much of a file was sent, and takes none of it where one cancels', async () => {
    const { page, problems } = await browser.open(app.url);
    // Held back until the end: the file stays on its way.
    await page.route('**/graphql', (route) => (isUpload(route) ? undefined : route.continue()));
    await page.setInputFiles('input[type=file]', [
      { name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from(SPEND) },
      { name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(SPEND) },
    ]);
    const one = page.getByRole('listitem').filter({ hasText: 'one.csv' });
    const two = page.getByRole('listitem').filter({ hasText: 'two.csv' });
    await one.getByRole('progressbar', { name: 'Sent' }).waitFor();
    expect(await two.textContent()).toContain('Waits for the file before it');
    await page.getByRole('button', { name: 'Cancel two.csv' }).click();
    await page.getByRole('button', { name: 'Cancel one.csv' }).click();
    await one.waitFor({ state: 'detached' });
    expect(await two.count()).toBe(0);
    const { data } = await app.gql('{ datasets { totalCount } }');
    expect(data.datasets.totalCount).toBe(0);
    expect(problems).toEqual([]);
  });

  it('asks for a key where the service does, and keeps it for as long as the tab is open', async () => {
    const guarded = await startApp({ API_KEYS });
    try {
      const { page } = await browser.open(guarded.url);
      const key = page.getByLabel('API key');
      await key.fill('not a key of this service');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'This key is not accepted' }).waitFor();
      await key.fill(keys.EDITOR);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'No datasets yet' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'No datasets yet' }).waitFor();
      expect(await page.evaluate('localStorage.length')).toBe(0);
    } finally {
      await guarded.close();
    }
  });

  it('has nothing for axe to find: every view, in light, in dark and on a phone', async () => {
    const upload = async (fileName: string): Promise<string> =>
      (await app.upload({ content: SPEND, fileName })).data.uploadDataset.dataset.id;
    const [id, other] = [await upload('spend.csv'), await upload('another spend.csv')];
    await app.upload({ content: CORRECTED, fileName: 'corrected.csv', input: { id: other } });
    const versions = `/d/${other}/analysis?by=supplier&value=amount&grain=YEAR_QUARTER`;
    const analysis = `/d/${id}/analysis?by=supplier&value=amount&grain=YEAR_QUARTER`;
    const views = {
      '/': '.datasets',
      '/?search=nothing+is+called+this': '.empty',
      [`/d/${id}`]: 'table.columns',
      [`/d/${id}/rows`]: 'table.rows',
      [`/d/${id}/lineage`]: '.steps li',
      '/d/ds_0000000000000000000000': '.empty',
      [analysis]: '.panel svg[role=img]',
      [`${analysis}&period=2023-Q3`]: '.notice.heed',
      [`${analysis}&period=2023-Q1&compare=2023-Q2`]: '.newcomers',
      [`${analysis}&period=2023-Q1&with=${other}&curve=lorenz&measure=reaching`]: '.newcomers',
      [`/d/${id}/analysis?by=nobody&value=amount`]: '.notice.bad',
      [`${analysis}&period=2023-Q2`]: '.came-and-went li',
      [`/d/${other}/lineage`]: 'section[aria-labelledby=kept-title] a',
      [`/d/${other}?version=1`]: 'table.columns',
      [`/d/${other}/rows?version=1`]: 'table.rows',
      [`/d/${other}/lineage?version=9`]: '.version-list',
      [`${versions}&version=2&withVersion=1`]: '.versions-differ .newcomers',
      [`${versions}&version=1&withVersion=9`]: '.version-list',
    };
    const { page, problems } = await browser.open(app.url, { reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const [path, shown] of Object.entries(views)) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(app.url + path);
      await page.locator(shown).first().waitFor();
      const check = async (as: string, rules?: string[]) => {
        found.push(...(await accessibilityProblems(page, rules)).map((problem) => `${path} ${as}: ${problem}`));
        const isWider = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        if (isWider) found.push(`${path} ${as}: scrolls sideways`);
      };
      await check('light');
      // What depends on the width was looked at in the other light, or will be: here it is the colours alone.
      await page.emulateMedia({ colorScheme: 'dark' });
      await check('dark', ['color-contrast']);
      await page.setViewportSize({ width: 390, height: 800 });
      await check('dark, on a phone');
      await page.emulateMedia({ colorScheme: 'light' });
      await check('light, on a phone', ['color-contrast']);
    }
    // What opens over a view.
    const checkOpen = async (as: string) =>
      found.push(...(await accessibilityProblems(page)).map((problem) => `${as}: ${problem}`));
    await page.goto(`${app.url}/d/${id}`);
    await page.getByLabel('Role of Reference').selectOption({ label: 'Free text' });
    await page.getByText('1 correction not saved yet').waitFor();
    await checkOpen('a correction');
    await page.getByRole('button', { name: 'Change this dataset' }).click();
    await checkOpen('a menu');
    await page.getByRole('button', { name: 'Read the file another way…' }).click();
    await page.getByRole('dialog', { name: 'How to read this file' }).waitFor();
    await checkOpen('reading options');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Query' }).click();
    await page.getByRole('dialog', { name: 'The query behind this' }).waitFor();
    await checkOpen('a query');
    await page.keyboard.press('Escape');
    await page.goto(app.url);
    await page.setInputFiles('input[type=file]', {
      name: 'prose.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('prose\n'),
    });
    await page.getByRole('button', { name: 'Read it another way' }).waitFor();
    await checkOpen('a file that could not be read');

    expect(found).toEqual([]);
    expect(problems).toEqual([]);
  });

  function isUpload(route: Route): boolean {
    return route.request().headers()['content-type']?.startsWith('multipart/form-data') ?? false;
  }

  async function download(page: Page, name: RegExp): Promise<Buffer> {
    await page.getByRole('button', { name: 'Download' }).click();
    return downloaded(page, () => page.getByRole('link', { name }).click());
  }

  async function downloaded(page: Page, click: () => Promise<void>): Promise<Buffer> {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    return readFile(await file.path());
  }
});
