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

/** Dates that could be either way round, and two rows that hold the sums of those above them. */
const SUBTOTALS = `Region;Customer;Amount;Date
North;Alpha;600,50;05/01/2024
North;Beta;299,50;06/01/2024
North;Subtotal North;900,00;
South;Gamma;100,00;07/01/2024
South;Delta;250,00;08/02/2024
South;Subtotal South;350,00;
`;

/** Amounts among placeholders, too few to be detected as numbers. */
const OFFERS = `Customer,Status,Offer
Alpha,open,100
Beta,open,see note
Gamma,closed,ask Jim
Delta,closed,250
Epsilon,open,later
Zeta,open,later
`;

/** A browser is slow while other suites run. */
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

  /** Visible text, with every run of white space as one space. */
  const textOf = async (page: Page, selector: string) =>
    (await page.locator(selector).first().textContent())?.replaceAll(/\s+/g, ' ').trim();

  it('leads from a file to a workbook: upload, correct, analyse, compare, download, and restores a view from its link', async () => {
    const { page, problems } = await browser.open(app.url, { acceptDownloads: true });

    // A file that cannot be read: the reason, and how to read it differently.
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
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', { name: 'spend', level: 1 }).waitFor();

    // The columns, and corrections to them.
    const amountRow = page.getByRole('row', { name: /Amount/ });
    await expect.poll(() => amountRow.textContent()).toMatch(/decimal number/);
    await expect.poll(() => amountRow.textContent()).toMatch(/parentheses read as minus/);
    await page.getByLabel('Role of Reference').selectOption({ label: 'Free text' });
    await page.getByLabel('Description of Amount (£)').fill('without VAT');
    await page.getByText('2 corrections not saved yet').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByLabel('Role of Reference').waitFor();
    await expect.poll(() => page.getByLabel('Role of Reference').inputValue()).toBe('TEXT');
    await expect.poll(() => page.getByLabel('Description of Amount (£)').inputValue()).toBe('without VAT');

    // A suggested analysis, then one of its periods.
    await page.getByRole('link', { name: /Amount.* by Supplier/ }).click();
    await page.locator('.sentence').waitFor();
    await expect
      .poll(() => textOf(page, '.sentence'))
      .toBe('2 of 4 suppliers make up 50 % of Amount (£) over all periods');
    await page.getByRole('combobox', { name: /^Period\b/ }).selectOption({ label: 'Q1 2023' });
    await page.getByText('in Q1 2023', { exact: false }).first().waitFor();
    await expect
      .poll(() => textOf(page, '.sentence'))
      .toBe('The largest of 3 suppliers alone exceeds 50 % of Amount (£) in Q1 2023');
    await expect.poll(() => textOf(page, '.reading')).toBe('It has 60.1 %: 600.50 of 1K.');

    // Two periods side by side.
    await page.getByLabel('Compare with').selectOption({ label: 'Q2 2023' });
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    await expect
      .poll(() => page.getByRole('row', { name: /^HHI/ }).first().textContent())
      .toMatch(/HHI4,6033,750\+853/);
    // The periods are consecutive, so the entities that entered and left are known, with their values.
    await expect
      .poll(() => page.locator('.side-by-side .entity-changes').textContent())
      .toBe(
        'Only in Q1 2023: 1 supplierMissing in Q2 2023: 100.00 in totalGamma100.00' +
          'Only in Q2 2023: 1 supplierMissing in Q1 2023: 500.00 in total株式会社500.00',
      );

    // The query behind a view.
    await page.getByRole('button', { name: 'Query' }).last().click();
    const query = page.getByRole('dialog');
    await expect.poll(() => query.textContent()).toContain('query Explorer');
    await expect
      .poll(() => query.getByRole('link', { name: 'Open in GraphiQL' }).getAttribute('href'))
      .toMatch(/^\/graphql#query=/);
    await page.keyboard.press('Escape');

    // The downloads, and a chart.
    const workbook = await download(page, /^XLSX/);
    expect(workbook.subarray(0, 2).toString()).toBe('PK');
    const table = (await download(page, /^CSV/)).toString();
    expect(table).toContain('2023-Q2');
    expect(table.startsWith('\uFEFF')).toBe(true);
    await page.getByRole('img').first().waitFor();
    await page.getByRole('button', { name: /Save chart: Concentration/ }).click();
    const picture = await downloaded(page, () => page.getByRole('button', { name: 'Save as SVG' }).click());
    expect(picture.toString()).toMatch(/^<svg[\s\S]*Concentration curve[\s\S]*spend\.csv/);

    // The address restores the view.
    const address = page.url();
    expect(address).toContain('period=2023-Q1');
    expect(address).toContain('compare=2023-Q2');
    await page.goto('about:blank');
    await page.goto(address);
    await page.getByRole('heading', { name: 'Side by side' }).waitFor();
    await expect.poll(() => page.locator('.sentence').count()).toBe(2);
    await expect.poll(() => page.getByLabel('Compare with').inputValue()).toBe('2023-Q2');

    // A new version, after a confirmation.
    await page.getByRole('button', { name: 'Dataset actions' }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Replace the file…' }).click(),
    ]);
    await chooser.setFiles(join(folder, 'corrected.csv'));
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.getByText('version 2').first().waitFor();

    // Two versions side by side, chosen with the keyboard; the address names both.
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
    await page.locator('.sentence').nth(1).waitFor();
    await expect
      .poll(() => page.locator('.sentence').allTextContents())
      .toEqual([
        expect.stringMatching(/^The largest of 2 suppliers alone exceeds 50\s%/),
        expect.stringMatching(/^2 of 4 suppliers make up 50\s%/),
      ]);
    await expect
      .poll(() =>
        page
          .getByRole('row', { name: /^Amount/ })
          .first()
          .textContent(),
      )
      .toBe('Amount (£)1,000.001,970.00−970.00');
    await expect
      .poll(() => page.getByRole('row', { name: /^File/ }).textContent())
      .toBe('Filecorrected.csvspend.csvdifferent content');
    await expect
      .poll(() => page.locator('.versions-differ .entity-changes').textContent())
      .toBe(
        'Only in version 2RegionOnly in version 1Reference' +
          'Read differently in version 2Amount (£): whole number, was decimal number',
      );
    await expect.poll(() => page.getByLabel('Compare with').inputValue()).toBe('version 1');

    // The earlier version: its own rows and columns with their descriptions, read-only.
    await page.getByRole('link', { name: 'How it was read' }).click();
    await page.getByRole('combobox', { name: /^Version/ }).selectOption({ value: '1' });
    await page.getByText('spend.csv').first().waitFor();
    await expect.poll(() => textOf(page, '.facts')).toContain('8 rows');
    await expect
      .poll(() => page.locator('section[aria-labelledby=source-title]').textContent())
      .toContain('Separator;');
    await page.getByRole('link', { name: 'Rows', exact: true }).click();
    await page.getByRole('heading', { name: '8 rows' }).waitFor();
    await expect.poll(() => page.locator('.virtual').textContent()).toContain('株式会社');
    await page.getByRole('link', { name: 'Columns', exact: true }).click();
    await page.getByText('without VAT').waitFor();
    await expect.poll(() => page.url()).toMatch(/\?version=1$/);
    await expect.poll(() => page.getByRole('row', { name: /^Reference/ }).textContent()).toContain('Free text');
    await expect.poll(() => page.locator('table.columns').getByRole('combobox').count()).toBe(0);
    await page.getByRole('link', { name: /Amount.* by Supplier/ }).click();
    await page.locator('.sentence').waitFor();
    await expect
      .poll(() => textOf(page, '.sentence'))
      .toBe('2 of 4 suppliers make up 50 % of Amount (£) over all periods');
    await page.getByRole('combobox', { name: /^Version/ }).selectOption({ value: '2' });
    await page.getByText('The largest of 2 suppliers').waitFor();

    // Deletion, after a confirmation.
    await page.getByRole('button', { name: 'Dataset actions' }).click();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByRole('heading', { name: 'No datasets yet' }).waitFor();

    expect(problems).toEqual([]);
  });

  it('keeps subtotals at the click of a button, leaves them out at the next, and keeps the options chosen before', async () => {
    const id = (await app.upload({ content: SUBTOTALS, fileName: 'subtotals.csv' })).data.uploadDataset.dataset.id;
    const { page, problems } = await browser.open(`${app.url}/d/${id}`);
    await page.getByRole('button', { name: 'Read the day first' }).click();
    await page.getByText('version 2').first().waitFor();
    await expect.poll(() => textOf(page, '.facts')).toContain('4 rows');
    await page.getByRole('button', { name: 'Keep these rows' }).click();
    await page.getByText('version 3').first().waitFor();
    await expect.poll(() => textOf(page, '.facts')).toContain('6 rows');
    await page.getByRole('button', { name: 'Leave these rows out' }).click();
    await page.getByText('version 4').first().waitFor();
    await page.getByRole('button', { name: 'Keep these rows' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Read the day first' }).count()).toBe(0);
    await expect.poll(() => textOf(page, '.facts')).toContain('4 rows');

    // The dialog starts from the options of the last reading.
    await page.getByRole('button', { name: 'Dataset actions' }).click();
    await page.getByRole('button', { name: 'Change how it is read…' }).click();
    const dialog = page.getByRole('dialog', { name: 'How to read this file' });
    await expect.poll(() => dialog.getByLabel('Leave out totals and subtotals').isChecked()).toBe(true);
    await expect
      .poll(() => dialog.getByLabel('Separator between cells').locator('option').first().textContent())
      .toMatch(/^Detected: Semicolon/);
    await dialog.getByLabel('Leave out totals and subtotals').uncheck();
    await dialog.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('version 5').first().waitFor();
    await expect.poll(() => textOf(page, '.facts')).toContain('6 rows');

    // No page shows the names of options or of enum values.
    for (const tab of ['', '/rows', '/lineage', '/analysis']) {
      await page.goto(`${app.url}/d/${id}${tab}`);
      await page.locator('table.columns, .virtual tbody td, .steps li, .sentence').first().waitFor();
      await expect
        .poll(() => page.locator('main').innerText())
        .not.toMatch(/leaveOutSubtotals|dateOrder|decimalMark|fillDown|\b(STRING|DMY|MDY|YEAR_MONTH|LEAVE_OUT|KEEP)\b/);
    }
    expect(problems).toEqual([]);
    const { data } = await app.gql(`mutation { deleteDataset(id: "${id}") { __typename } }`);
    expect(data.deleteDataset).not.toBeNull();
  });

  it('corrects how a column is read and what it is called, and puts back what was left out', async () => {
    const id = (await app.upload({ content: OFFERS, fileName: 'offers.csv' })).data.uploadDataset.dataset.id;
    const { page, problems } = await browser.open(`${app.url}/d/${id}`);

    // A name changes at once, without a new version.
    await page.getByRole('button', { name: 'Correct… Offer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Correct “Offer”' });
    await dialog.getByLabel('Name').fill('Revenue');
    await dialog.getByText('The new name is shown everywhere at once.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.locator('.column-name', { hasText: 'Revenue' }).waitFor();
    await expect.poll(() => textOf(page, '.facts')).toContain('version 1');

    // Text that is mostly placeholders becomes numbers, in thousands.
    await page.getByRole('button', { name: 'Correct… Revenue' }).click();
    const amounts = page.getByRole('dialog', { name: 'Correct “Revenue”' });
    await amounts.getByLabel('Read the cells as').selectOption({ label: 'Numbers' });
    await amounts.getByLabel('The numbers are in').selectOption({ label: 'Thousands' });
    await amounts.getByText('1,234 counts as 1,234,000.').waitFor();
    await amounts.getByText('The file is read again as version 2').waitFor();
    await amounts.getByRole('button', { name: 'Read again' }).click();
    await page.getByText('version 2').first().waitFor();
    const row = page.getByRole('row', { name: /Revenue/ });
    await row.getByText('as corrected: numbers, in thousands').waitFor();
    await expect.poll(() => row.textContent()).toMatch(/4 cells not of this type/);
    // Roles that the values do not allow are not offered.
    const roles = page.getByLabel('Role of Status').locator('option');
    await expect.poll(() => roles.allTextContents()).toEqual(['Category', 'Identifier', 'Free text']);

    // A column is left out, then put back; the other correction stays.
    await page.getByRole('button', { name: 'Correct… Status' }).click();
    const status = page.getByRole('dialog', { name: 'Correct “Status”' });
    await status.getByLabel('Read the cells as').selectOption({ label: 'Nothing: leave the column out' });
    await status.getByRole('button', { name: 'Read again' }).click();
    await page.getByRole('button', { name: 'Put back status' }).click();
    await page.getByText('version 4').first().waitFor();
    await page.locator('.column-name', { hasText: 'Status' }).waitFor();
    await row.getByText('as corrected: numbers, in thousands').waitFor();

    // The dataset has another name.
    await page.getByRole('button', { name: 'Dataset actions' }).click();
    await page.getByRole('button', { name: 'Rename…' }).click();
    await page.getByRole('dialog', { name: 'Rename this dataset' }).getByLabel('Name').fill('Offers of the year');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByRole('heading', { name: 'Offers of the year' }).waitFor();
    expect(problems).toEqual([]);
    const { data } = await app.gql(`mutation { deleteDataset(id: "${id}") { __typename } }`);
    expect(data.deleteDataset).not.toBeNull();
  });

  it('shows how much of a file was sent, and creates no dataset when the upload is cancelled', async () => {
    const { page, problems } = await browser.open(app.url);
    // Held back until the end, so that the upload stays in progress.
    await page.route('**/graphql', (route) => (isUpload(route) ? undefined : route.continue()));
    await page.setInputFiles('input[type=file]', [
      { name: 'one.csv', mimeType: 'text/csv', buffer: Buffer.from(SPEND) },
      { name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(SPEND) },
    ]);
    await page.getByRole('button', { name: 'A dataset for each' }).click();
    const one = page.getByRole('listitem').filter({ hasText: 'one.csv' });
    const two = page.getByRole('listitem').filter({ hasText: 'two.csv' });
    await one.getByRole('progressbar', { name: 'Sent' }).waitFor();
    await expect.poll(() => two.textContent()).toContain('Waiting for the previous file');
    await page.getByRole('button', { name: 'Cancel two.csv' }).click();
    await page.getByRole('button', { name: 'Cancel one.csv' }).click();
    await one.waitFor({ state: 'detached' });
    await expect.poll(() => two.count()).toBe(0);
    const { data } = await app.gql('{ datasets { totalCount } }');
    expect(data.datasets.totalCount).toBe(0);
    expect(problems).toEqual([]);
  });

  it('shows that a reading could not be cancelled, and cancels it on the next click', async () => {
    const { page } = await browser.open(app.url);
    let isBlocked = true;
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      // No progress arrives, so that the reading goes on for the page; the cancellation is not answered.
      if (body.includes('subscription ExplorerProgress')) return;
      if (isBlocked && body.includes('mutation ExplorerDelete')) return route.abort();
      return route.continue();
    });
    await page.setInputFiles('input[type=file]', {
      name: 'stays.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(SPEND),
    });
    const row = page.locator('.upload', { hasText: 'stays.csv' });
    await row.getByRole('progressbar', { name: 'Read' }).waitFor();
    await page.getByRole('button', { name: 'Cancel stays.csv' }).click();
    await row.getByText('It was not cancelled. There was no answer.').waitFor();
    const kept = async () => (await app.gql('{ datasets(search: "stays") { totalCount } }')).data.datasets.totalCount;
    await expect.poll(() => kept()).toBe(1);
    isBlocked = false;
    await row.getByRole('button', { name: 'Cancel again' }).click();
    await row.waitFor({ state: 'detached' });
    await expect.poll(() => kept()).toBe(0);
  });

  it('shows from which file each row is, beside its number', async () => {
    const { page, problems } = await browser.open(app.url);
    const file = (name: string, lines: string) => ({
      name,
      mimeType: 'text/csv',
      buffer: Buffer.from(`Customer,Source,Amount\n${lines}`),
    });
    await page.setInputFiles('input[type=file]', [
      file('north.csv', 'Alpha,web,5\n'),
      file('south.csv', 'Beta,shop,3\n'),
    ]);
    await page.getByRole('button', { name: 'One table' }).click();
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('link', { name: 'Rows', exact: true }).click();
    await page.getByRole('heading', { name: '2 rows' }).waitFor();
    const table = page.getByRole('region', { name: 'Rows, scrolls' });
    const cells = async (row: number) => (await table.getByRole('row').nth(row).innerText()).split(/\s*\t\s*/);
    // The files have a column Source of their own, which is not what is meant.
    await expect.poll(() => cells(0)).toEqual(['Row', 'source file', 'Customer', 'Source', 'Amount']);
    await expect.poll(() => cells(1)).toEqual(['1', 'north.csv', 'Alpha', 'web', '5']);
    await expect.poll(() => cells(2)).toEqual(['2', 'south.csv', 'Beta', 'shop', '3']);
    expect(problems).toEqual([]);
    await app.gql(`mutation { deleteDataset(id: "${new URL(page.url()).pathname.split('/')[2]}") { __typename } }`);
  });

  it('groups names, shows a refusal where it was made, and imports what it exported', async () => {
    const id = (await app.upload({ content: 'Customer,Amount\nAlpha,5\nBeta,3\n', fileName: 'groups.csv' })).data
      .uploadDataset.dataset.id;
    const { page, problems } = await browser.open(`${app.url}/d/${id}/names`);
    const saved = page.getByRole('region', { name: 'Saved' });
    const name = saved.getByLabel('Put this name');
    const items = () => saved.getByRole('listitem').allInnerTexts();
    await name.fill('Alpa');
    await saved.getByLabel('under this group').fill('Letters');
    await saved.getByRole('button', { name: 'Group' }).click();
    await saved.getByRole('alert').getByText('The column has no name “Alpa”.').waitFor();
    // What was typed stays, to be corrected.
    await expect.poll(() => name.inputValue()).toBe('Alpa');
    await name.fill('Alpha');
    await saved.getByRole('button', { name: 'Group' }).click();
    await saved.getByText('Alpha belongs to Letters').waitFor();
    await expect.poll(() => name.inputValue()).toBe('');
    const exported = await downloaded(page, () => saved.getByRole('link', { name: 'Export as CSV' }).click());
    expect(exported.toString()).toBe('\uFEFFname,entity,parent\nAlpha,Alpha,Letters\n');
    await saved.getByRole('button', { name: 'Undo: Alpha belongs to Letters' }).click();
    await expect.poll(items).toEqual([]);
    const file = saved.locator('input[type=file]');
    await file.setInputFiles({ name: 'other.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
    await saved.getByRole('alert').getByText('name, entity and parent').waitFor();
    await file.setInputFiles({ name: 'names.csv', mimeType: 'text/csv', buffer: exported });
    await saved.getByText('Alpha belongs to Letters').waitFor();
    await expect.poll(() => saved.getByRole('alert').count()).toBe(0);
    expect(problems).toEqual([]);
    await app.gql(`mutation { deleteDataset(id: "${id}") { __typename } }`);
  });

  it('offers nothing to save where a description has spaces alone', async () => {
    const id = (await app.upload({ content: 'Customer,Amount\nAlpha,5\nBeta,3\n', fileName: 'spaces.csv' })).data
      .uploadDataset.dataset.id;
    const { page } = await browser.open(`${app.url}/d/${id}`);
    const field = page.getByRole('textbox', { name: 'Description of Amount' });
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await field.fill('net');
    await save.waitFor();
    await field.fill('   ');
    await save.waitFor({ state: 'detached' });
    await expect.poll(() => field.inputValue()).toBe('   ');
    await app.gql(`mutation { deleteDataset(id: "${id}") { __typename } }`);
  });

  it('asks for a key where the service requires one, and keeps it until the tab is closed', async () => {
    const guarded = await startApp({ API_KEYS });
    try {
      const { page } = await browser.open(guarded.url);
      const key = page.getByRole('textbox', { name: 'API key' });
      await key.fill('not a key of this service');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'This key is not valid' }).waitFor();
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

  // Eighty checks, a second each.
  it('has no accessibility problem in any view: light, dark and on a phone', { timeout: 3 * TIMEOUT_MS }, async () => {
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
      [`/d/${id}/rows`]: '.virtual tbody td',
      [`/d/${id}/lineage`]: '.steps li',
      '/d/ds_0000000000000000000000': '.empty',
      [analysis]: '.panel svg[role=img]',
      [`${analysis}&period=2023-Q3`]: '.notice.caution',
      [`${analysis}&period=2023-Q1&compare=2023-Q2`]: '.entity-changes',
      [`${analysis}&period=2023-Q1&with=${other}&curve=lorenz&measure=reaching`]: '.entity-changes',
      [`/d/${id}/analysis?by=nobody&value=amount`]: '.notice.bad',
      [`${analysis}&period=2023-Q2&bridge=year`]: '.panel svg[role=img]',
      [`${analysis}&period=2023-Q2`]: '.bridge-names li',
      [`${analysis}&rows=2023-Q1`]: '.virtual tbody td',
      [`${analysis}&entity=Alpha&where=supplier~not~Beta`]: '#without-title',
      [`/d/${other}/lineage`]: 'section[aria-labelledby=kept-title] a',
      [`/d/${other}?version=1`]: 'table.columns',
      [`/d/${other}/rows?version=1`]: '.virtual tbody td',
      [`/d/${other}/lineage?version=9`]: '.version-list',
      [`${versions}&version=2&withVersion=1`]: '.versions-differ .entity-changes',
      [`${versions}&version=1&withVersion=9`]: '.version-list',
    };
    const { page, problems } = await browser.open(app.url, { reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const [path, shown] of Object.entries(views)) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(app.url + path);
      // The bridge is loaded when it is less than a screen away.
      if (shown.startsWith('.bridge')) await page.locator('.not-near').scrollIntoViewIfNeeded();
      await page.locator(shown).first().waitFor();
      const check = async (as: string, rules?: string[]) => {
        found.push(...(await accessibilityProblems(page, rules)).map((problem) => `${path} ${as}: ${problem}`));
        const isWider = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        if (isWider) found.push(`${path} ${as}: scrolls sideways`);
      };
      await check('light');
      // Only colours differ here: layout was checked in light, or is checked below on a phone.
      await page.emulateMedia({ colorScheme: 'dark' });
      await check('dark', ['color-contrast']);
      await page.setViewportSize({ width: 390, height: 800 });
      await check('dark, on a phone');
      await page.emulateMedia({ colorScheme: 'light' });
      await check('light, on a phone', ['color-contrast']);
    }
    // What opens above a view.
    const checkOpen = async (as: string) =>
      found.push(...(await accessibilityProblems(page)).map((problem) => `${as}: ${problem}`));
    await page.goto(`${app.url}/d/${id}`);
    await page.getByLabel('Role of Reference').selectOption({ label: 'Free text' });
    await page.getByText('1 correction not saved yet').waitFor();
    await checkOpen('a correction');
    await page.getByRole('button', { name: 'Correct… Amount (£)' }).click();
    await page.getByRole('dialog', { name: 'Correct “Amount (£)”' }).waitFor();
    await checkOpen('how a column is read');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Dataset actions' }).click();
    await checkOpen('a menu');
    await page.getByRole('button', { name: 'Change how it is read…' }).click();
    await page.getByRole('dialog', { name: 'How to read this file' }).waitFor();
    await checkOpen('reading options');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Query' }).click();
    await page.getByRole('dialog', { name: 'The GraphQL query behind this view' }).waitFor();
    await checkOpen('a query');
    await page.keyboard.press('Escape');
    await page.goto(app.url);
    await page.setInputFiles('input[type=file]', {
      name: 'prose.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('prose\n'),
    });
    await page.getByRole('button', { name: 'Change how it is read…' }).waitFor();
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
