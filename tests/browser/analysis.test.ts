import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedDataFolder, sharedDataIsThere } from '../conformance/expectations.js';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';
import { accessibilityProblems } from '../support/check-accessibility.js';

/** A browser is slow while other suites run. */
const TIMEOUT_MS = 90_000;

/** Two columns to group by, a name that occurs twice with a legal form, blank names, a range of amounts. */
const SALES = `Customer,Region,Date,Amount
Alpha,North,2022-05-03,600
Alpha,South,2023-02-10,100
Beta,North,2023-05-04,200
,South,2023-08-20,50
Gamma Ltd,North,2024-01-15,30
Gamma Limited,South,2024-06-30,20
`;

/** With the narrow space before a percent sign that the page writes. */
const thin = (text: string) => text.replaceAll(' %', '\u202f%');

describe.skipIf(!hasBrowser)('an analysis in a browser', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    ({ page, problems } = await browser.open(app.url));
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    expect(problems).toEqual([]);
  });

  const upload = async (content: string, fileName: string): Promise<string> =>
    (await app.upload({ content, fileName })).data.uploadDataset.dataset.id;
  const open = async (id: string, query = '') => {
    await page.goto(`${app.url}/d/${id}/analysis${query}`);
    await page.locator('.sentence').waitFor();
  };
  const sentence = async () => (await page.locator('.sentence').first().textContent())?.replaceAll(/\s+/g, ' ').trim();
  const expectSentence = (text: string | RegExp) => expect.poll(sentence).toMatch(text);
  const measure = async (name: string) =>
    (
      await page
        .locator('.measures > div', { has: page.locator(`dt[title="${name}"]`) })
        .locator('dd')
        .innerText()
    )
      .split('\n')[0]!
      .replaceAll(/\s+/g, ' ');

  it('filters by values, ranges and entities; each is in the address, on a chip, and can be undone', async () => {
    const id = await upload(SALES, 'sales.csv');
    await open(id, '?by=customer&value=amount&grain=NONE');
    // 600 + 100 of 1,000 are Alpha's; 50 have no customer.
    await expectSentence(/^The largest of 4 customers alone exceeds 50 % of Amount/);
    await expect
      .poll(() => page.locator('.reading').first().textContent())
      .toMatch(/5\.0\s%.*not assigned: 1 row has nothing/);

    await page.getByRole('button', { name: 'Add a filter' }).click();
    const dialog = page.getByRole('dialog', { name: 'Only rows where' });
    await dialog.getByLabel('Column').selectOption({ label: 'Region' });
    await dialog.getByText('North').click();
    await expect.poll(() => dialog.locator('fieldset', { hasText: 'North' }).innerText()).toMatch(/North\s+3\s+rows/);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expectSentence(/^The largest of 3 customers/);
    await expect.poll(() => new URL(page.url()).searchParams.getAll('where')).toEqual(['region~is~North']);
    await expect.poll(() => measure('Amount')).toBe('830');

    // Another condition on amounts; then the first one is turned around.
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await dialog.getByLabel('Column').selectOption({ label: 'Amount' });
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('250');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => measure('Amount')).toBe('230');
    await page.getByRole('button', { name: 'Change the filter: Region is North' }).click();
    await dialog.getByLabel('is none of').check();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => measure('Amount')).toBe('170');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => measure('Amount')).toBe('230');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => measure('Amount')).toBe('1K');

    // An entity, from its own view: what it would be without it, then without it.
    await page.locator('.entities').getByRole('button', { name: 'Alpha' }).click();
    const alpha = page.getByRole('dialog', { name: 'Alpha' });
    await alpha.getByText('700 of 1K Amount, 70.0').waitFor();
    // Without Alpha 300 are left: Beta has 200, Gamma Ltd 30, Gamma Limited 20.
    await expect
      .poll(() => alpha.getByRole('row', { name: /^Share of the largest/ }).innerText())
      .toMatch(/70\.0\s%\s+66\.7\s%\s+−3\.3 points/);
    await alpha.getByRole('button', { name: 'Leave it out' }).click();
    await expectSentence(/^The largest of 3 customers/);
    await expect.poll(() => new URL(page.url()).searchParams.getAll('exclude')).toEqual(['Alpha']);
    await expect
      .poll(() => page.locator('.scope').innerText())
      .toMatch(/^Without Alpha: 70\.0\s% of the total is left out\.$/);
    await page.getByRole('button', { name: 'Remove the filter: Without Alpha' }).click();
    await expectSentence(/^The largest of 4 customers/);
    await page.locator('.entities').getByRole('button', { name: 'Beta' }).click();
    await page.getByRole('button', { name: 'Keep only this' }).click();
    await expect.poll(() => measure('Amount')).toBe('200');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => measure('Amount')).toBe('1K');

    // Two columns: an entity is the combination of both.
    await page.getByLabel('and by').selectOption({ label: 'Region' });
    await expectSentence(/of 6 combinations \(Customer · Region\)/);
    await page.locator('.entities').getByRole('button', { name: 'Alpha · South' }).click();
    await page.getByRole('button', { name: 'Leave it out' }).click();
    await expect.poll(() => measure('Amount')).toBe('900');
  });

  it('analyses a range of periods, fiscal years and the last twelve months', async () => {
    const id = await upload(SALES, 'periods.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR_QUARTER');
    await page.getByRole('button', { name: 'Periods…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Periods' });
    await dialog.getByLabel('From').selectOption({ label: 'Q1 2023' });
    await dialog.getByRole('combobox', { name: /^To/ }).selectOption({ label: 'Q4 2023' });
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => measure('Amount')).toBe('350');
    await expect
      .poll(() => page.locator('.scope').innerText())
      .toBe('From Q1 2023 to Q4 2023. 3 rows with 650 of Amount are left out.');
    await expect.poll(() => page.url()).toContain('from=2023-Q1');
    await page.getByRole('button', { name: 'Remove the filter: From Q1 2023 to Q4 2023' }).click();
    await expect.poll(() => measure('Amount')).toBe('1K');

    // Years from April: FY2024 has 2023-05 to 2024-01.
    await page.getByRole('combobox', { name: /^Periods/ }).selectOption({ label: 'year' });
    await page.getByRole('button', { name: 'Periods…' }).click();
    await dialog.getByLabel('Years start in').selectOption({ label: 'April' });
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('combobox', { name: /^Period\b/ }).selectOption({ label: 'FY2024' });
    await expect.poll(() => measure('Amount')).toBe('280');
    await page.getByRole('button', { name: 'Remove the filter: Years start in April' }).click();

    // The last twelve months: July 2023 to June 2024.
    await page.getByRole('button', { name: 'Periods…' }).click();
    await dialog.getByRole('button', { name: 'Last 12 months' }).click();
    await expectSentence(/in the 12 months to Jun 2024/);
    await expect.poll(() => measure('Amount')).toBe('100');
    await expect
      .poll(() => page.locator('.reading').first().textContent())
      .toMatch(/50\.0\s% of the total is not assigned/);
  });

  it('bridges the total of a year from the year before, by customers, and shows what they kept', async () => {
    const id = await upload(SALES, 'bridge.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR&period=2023');
    // From 600 in 2022 to 350 in 2023: Beta is new, Alpha fell from 600 to 100, 50 have no customer.
    const figure = page.locator('.panel', { has: page.getByRole('heading', { name: 'Bridge of Amount' }) });
    // It is loaded when it is less than a screen away.
    await page.getByRole('heading', { name: 'Shares by period' }).scrollIntoViewIfNeeded();
    await figure.getByRole('img').waitFor();
    await expect
      .poll(() => figure.getByRole('img').getAttribute('aria-label'))
      .toContain('from 600 in 2022 to 350 in 2023');
    await figure.getByText('Show data table').click();
    const row = async (name: RegExp) => (await figure.getByRole('row', { name }).innerText()).replaceAll(/\s+/g, ' ');
    await expect.poll(() => row(/^New/)).toBe('New: never there before 1 +200 +33.3 %');
    await expect.poll(() => row(/^Shrunk/)).toBe('Shrunk: less than in the earlier period 1 −500 −83.3 %');
    await expect.poll(() => row(/^Lost/)).toBe('Lost: no longer there 0 0 0.0 %');
    await expect.poll(() => row(/^Not assigned/)).toBe('Not assigned +50 +8.3 %');
    await expect
      .poll(() => figure.locator('figcaption').innerText())
      .toMatch(
        /the 1 customer of the earlier period had, 16\.7\s% stayed.*16\.7\s% with their growth.*0\.0\s% of the customers left/,
      );
    await expect.poll(() => page.locator('.bridge-names').innerText()).toMatch(/Beta\s+\+200[\s\S]*Alpha\s+−500/);
  });

  it('splits into segments, and shows who is above a limit and the classes', async () => {
    const id = await upload(SALES, 'segments.csv');
    await open(id, '?by=customer&value=amount&grain=NONE');
    await page.getByLabel('Split by').selectOption({ label: 'Region' });
    const segments = page.locator('.panel', { has: page.getByRole('heading', { name: 'Segments by Region' }) });
    await segments.getByRole('img', { name: /^2 segments\. North: 3 customers, 1 reach 50 %, 83\.0 %/ }).waitFor();
    const cells = async (area: Locator, name: RegExp) =>
      (await area.getByRole('row', { name }).innerText()).split(/\t|\n/).flatMap((cell) => cell.trim() || []);
    // North: 600, 200 and 30 of 1,000. Shares 72.29, 24.10 and 3.61 %: HHI 5225.7 + 580.6 + 13.1.
    await expect
      .poll(() => cells(segments, /^North/))
      .toEqual(['North', '83.0 %', '830', '3', '1', '5,819', '1.72', 'Alpha', '72.3 %'].map((cell) => thin(cell)));
    // South: 100 and 20 of 170, 50 without a customer. Its HHI is of the 120: 83.3 and 16.7 %.
    await expect
      .poll(() => cells(segments, /^South/))
      .toEqual(['South', '17.0 %', '170', '2', '1', '7,222', '1.38', 'Alpha', '58.8 %'].map((cell) => thin(cell)));

    const limits = page.locator('.panel', { has: page.getByRole('heading', { name: 'Above a limit' }) });
    await limits.getByLabel('Limits, %').fill('10, 90');
    await limits.getByLabel('Limits, %').press('Enter');
    // Alpha has 700 and Beta 200 of 1,000: 600 and 100 above 10 %.
    await limits.getByText(thin('2 customers are above 10 %: together they have 90.0 %.')).waitFor();
    await expect
      .poll(() => cells(limits, /^Alpha/))
      .toEqual(['Alpha', '70.0 %', '60.0 %', '600'].map((cell) => thin(cell)));
    await limits.getByText(thin('No customer is above 90 %.')).waitFor();
    const classes = page.locator('.panel', { has: page.getByRole('heading', { name: 'Classes', exact: true }) });
    await expect
      .poll(() => cells(classes, /^Class A/))
      .toEqual(['A', '2', '50.0 %', '90.0 %', '900'].map((cell) => thin(cell)));
    await classes.getByLabel('Classes end at, %').fill('60');
    await classes.getByLabel('Classes end at, %').press('Enter');
    await expect.poll(() => cells(classes, /^Class A/)).toContain('700');
    await expect
      .poll(() => Object.fromEntries(new URL(page.url()).searchParams))
      .toMatchObject({
        split: 'region',
        limits: '10,90',
        classes: '60',
      });
    expect(await accessibilityProblems(page)).toEqual([]);

    // A segment becomes a filter.
    await segments.getByRole('button', { name: 'South' }).click();
    await expect.poll(() => measure('Amount')).toBe('170');
    await expect.poll(() => new URL(page.url()).searchParams.getAll('where')).toEqual(['region~is~South']);
  });

  it('draws what each segment has over time', async () => {
    const id = await upload(SALES, 'segments-over-time.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR&split=region');
    const segments = page.locator('.panel', { has: page.getByRole('heading', { name: 'Segments by Region' }) });
    // Not a click: the circle of the radio button is hidden behind its name.
    await segments.getByRole('radio', { name: 'Share over time' }).check({ force: true });
    // 2022: North has all 600. 2023: 200 of 350. 2024: 30 of 50.
    const rows = async () => (await segments.getByRole('row').allInnerTexts()).map((row) => row.split('\t'));
    await expect.poll(rows).toEqual(
      expect.arrayContaining(
        [
          ['Period', 'North', 'South'],
          ['2022', '100.0 %', '0.0 %'],
          ['2023', '57.1 %', '42.9 %'],
          ['2024', '60.0 %', '40.0 %'],
        ].map((row) => row.map(thin)),
      ),
    );
    await segments.getByRole('img', { name: /North: 60\.0\s% in 2024\. South: 40\.0\s% in 2024/ }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('segments')).toBe('share');
    // 2023: South has Alpha with 100, and 50 without a customer.
    await segments.getByRole('radio', { name: 'HHI over time' }).check({ force: true });
    await expect.poll(rows).toContainEqual(['2023', '10,000', '10,000']);
    await expect.poll(rows).toContainEqual(['2022', '10,000', '–']);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('counts rows in place of amounts, and adds up further columns in the list of all', async () => {
    const id = await upload(SALES, 'count.csv');
    await open(id, '?by=customer&value=amount&grain=NONE');
    await page.getByRole('combobox', { name: /^Add up/ }).selectOption({ label: 'Number of rows' });
    // Alpha has 2 of 6 rows, Beta one.
    await expectSentence(/^2 of 4 customers make up 50\s% of Rows/);
    await expect.poll(() => measure('Rows')).toBe('6');
    await page.getByRole('button', { name: 'All 4 customers…' }).click();
    const list = page.getByRole('dialog', { name: 'All customers' });
    await list.getByRole('combobox', { name: 'Add a column of sums' }).selectOption({ label: 'Amount' });
    await list.getByRole('columnheader', { name: 'Also Amount' }).waitFor();
    await expect
      .poll(() => list.getByRole('row', { name: /Alpha/ }).innerText())
      .toMatch(/^1\s+Alpha\s+A\s+33\.3\s%\s+33\.3\s%\s+2\s+700\.00$/);
    await expect
      .poll(() => Object.fromEntries(new URL(page.url()).searchParams))
      .toMatchObject({ value: '*', also: 'amount' });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.measures').getByRole('button', { name: '6 rows' }).click();
    await page.getByRole('dialog', { name: 'Rows', exact: true }).getByText('6 rows').waitFor();
  });

  it('counts names under their parents where some are saved', async () => {
    const id = await upload(SALES, 'parents.csv');
    const parents = ['Gamma Ltd', 'Gamma Limited'].map((entity) => ({ entity, parent: 'Gamma Group' }));
    await app.gql('mutation ($input: SaveEntitiesInput!) { saveEntities(input: $input) { dataset { id } } }', {
      input: { id, column: 'customer', parents },
    });
    await open(id, '?by=customer&value=amount&grain=NONE');
    await expectSentence(/of 4 customers/);
    await page.getByRole('combobox', { name: /^Count/ }).selectOption({ label: 'under parents' });
    await expectSentence(/of 3 customers/);
    await expect.poll(() => page.url()).toContain('level=parent');
    await page.locator('.entities').getByRole('button', { name: 'Gamma Group' }).click();
    await page.getByRole('dialog', { name: 'Gamma Group' }).getByText('50 of 1K Amount').waitFor();
  });

  it('lists every customer of both sides of a comparison, with differences in points', async () => {
    const id = await upload(SALES, 'compared.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR&period=2023&compare=2022');
    const list = page.locator('.panel', { has: page.getByRole('heading', { name: 'All customers of both' }) });
    await list.getByText('2 customers').waitFor();
    // 2022: Alpha has all 600. 2023: 100 of 350, Beta 200, the others have no customer.
    const cells = async (name: RegExp) =>
      (await list.getByRole('row', { name }).innerText()).split(/\t|\n/).map((cell) => cell.trim());
    await expect
      .poll(() => cells(/Alpha/))
      .toEqual(['Alpha', '28.6 %', '100.0 %', '−71.4 points', '100', '600', '−500', '2 / 1'].map((cell) => thin(cell)));
    await expect
      .poll(() => cells(/Beta/))
      .toEqual(['Beta', '57.1 %', 'missing', '+57.1 points', '200', '–', '+200', '1 / –'].map((cell) => thin(cell)));
    await list.getByRole('combobox', { name: 'Which side has it' }).selectOption({ label: 'only in 2023' });
    await list.getByText('1 customer', { exact: true }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('shows the rows behind a figure, each with its place in the file', async () => {
    const id = await upload(SALES, 'rows.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR');
    await page.locator('.entities').getByRole('button', { name: 'Alpha' }).click();
    await page.getByRole('button', { name: 'Rows of 2023: 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rows of Alpha, 2023' });
    await dialog.getByText('1 row with 100').waitFor();
    // The amount is in column D of the third line of the file.
    await expect
      .poll(() => dialog.getByRole('row').nth(1).innerText())
      .toMatch(/^D3\s+Alpha\s+100\s+2023-02-10\s+South$/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('.measures').getByRole('button', { name: '1 row', exact: true }).click();
    await page.getByRole('dialog', { name: 'Rows of Not assigned' }).getByText('1 row with 50').waitFor();
    await expect.poll(() => page.getByRole('dialog').getByRole('row').nth(1).innerText()).toMatch(/^D5\s+empty\s+50\s/);
    await page.keyboard.press('Escape');
    await page.locator('.measures').getByRole('button', { name: '6 rows' }).click();
    const all = page.getByRole('dialog', { name: 'Rows', exact: true });
    await all.getByRole('button', { name: 'Filter these rows' }).click();
    const filter = page.getByRole('dialog', { name: 'Only rows where' });
    await filter.getByLabel('Column').selectOption({ label: 'Amount' });
    await filter.getByRole('textbox', { name: 'From', exact: true }).fill('200');
    await filter.getByRole('button', { name: 'Apply' }).click();
    await all.getByText('2 rows with 800').waitFor();
    // Searched and sorted, all of it in the address, and linked from every amount.
    await all.getByRole('searchbox', { name: 'Search these rows' }).fill('NORTH');
    await all.getByRole('button', { name: 'Remove the filter: Amount from 200' }).click();
    await all.getByText('3 rows with 830').waitFor();
    await all.getByRole('button', { name: 'Amount' }).click();
    const amounts = () => all.locator('tbody tr td:nth-child(3)').allInnerTexts();
    await expect.poll(amounts).toEqual(['30', '200', '600']);
    await page.reload();
    await all.getByText('3 rows with 830').waitFor();
    await expect.poll(amounts).toEqual(['30', '200', '600']);
    expect(await accessibilityProblems(page)).toEqual([]);
    await all.getByRole('button', { name: 'Close' }).click();
    await expect
      .poll(() => [...new URL(page.url()).searchParams.keys()].filter((key) => key.startsWith('rows')))
      .toEqual([]);
    await page.locator('.entities').getByRole('button', { name: '200', exact: true }).click();
    await page.getByRole('dialog', { name: 'Rows of Beta' }).getByText('D4', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.changes').getByRole('button', { name: '350', exact: true }).click();
    await page.getByRole('dialog', { name: 'Rows of 2023' }).getByText('3 rows with 350').waitFor();
  });

  it('downloads the rows behind a figure, as a CSV that Excel reads and as a workbook', async () => {
    const id = await upload(`${SALES}Étoile,North,2023-02-01,7\nÉtoile,North,2024-02-01,9\n`, 'download.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR');
    await page.locator('.entities').getByRole('button', { name: 'Étoile', exact: true }).click();
    await page.getByRole('button', { name: 'Rows of 2023: 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rows of Étoile, 2023' });
    await dialog.getByText('1 row with 7').waitFor();
    const download = async (format: string) => {
      await dialog.getByRole('button', { name: 'Download rows' }).click();
      const link = dialog.getByRole('link', { name: format });
      const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
      return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
    };
    const csv = await download('CSV');
    expect(csv.name).toMatch(/\.csv$/);
    const text = csv.bytes.toString();
    expect(text.startsWith('\uFEFF')).toBe(true);
    // The header and the row of 2023 alone.
    const lines = text.trim().split(/\r?\n/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/Étoile/);
    expect(lines[1]).toMatch(/2023-02-01/);
    const workbook = await download('XLSX');
    expect(workbook.name).toMatch(/\.xlsx$/);
    expect(workbook.bytes.subarray(0, 2).toString()).toBe('PK');
    // The download is of the figure, whatever is searched for.
    await dialog.getByRole('searchbox', { name: 'Search these rows' }).fill('north');
    await dialog.getByRole('button', { name: 'Download rows' }).click();
    await dialog.getByText('All rows of the figure, without the filter and the search.').waitFor();
    // The list is dimmed while it is searched.
    await page.waitForURL(/rowsSearch=north/);
    await dialog.locator('.stale').waitFor({ state: 'detached' });
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('opens rows from the bar of a share, and the entity from its name beside the map by pointer and keyboard', async () => {
    const id = await upload(SALES, 'bars.csv');
    await open(id, '?by=customer&value=amount&grain=YEAR');
    const bar = page.locator('.entities tbody tr', { hasText: 'Beta' }).locator('.bar-cell');
    // The end of the bar at the edge of the cell, not its number.
    const { width, height } = (await bar.boundingBox())!;
    await bar.click({ position: { x: width - 4, y: height - 4 } });
    await page.getByRole('dialog', { name: 'Rows of Beta' }).getByText('1 row with 200').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Shares by period' }).scrollIntoViewIfNeeded();
    await page.locator('.chart .axis-name', { hasText: 'Beta' }).click();
    await page.getByRole('dialog', { name: 'Beta', exact: true }).getByRole('row', { name: /^2023/ }).waitFor();
    await page.keyboard.press('Escape');
    // The same by keyboard: the names are buttons of a group that the chart describes.
    const map = page.getByRole('group', { name: /^Shares of the 4 largest customers in 3 periods/ });
    await expect.poll(() => map.getByRole('button').count()).toBe(4);
    await map.getByRole('button', { name: 'Alpha' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('dialog', { name: 'Beta', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() =>
        map.getByRole('button', { name: 'Beta' }).evaluate((name) => name === name.ownerDocument.activeElement),
      )
      .toBe(true);
    expect(await accessibilityProblems(page)).toEqual([]);
    await map.getByRole('button', { name: 'Alpha' }).press('Enter');
    await page.getByRole('dialog', { name: 'Alpha', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^All \d+ customers…$/ }).click();
    const list = page.getByRole('dialog', { name: 'All customers' });
    await list.getByRole('row', { name: /Beta/ }).getByRole('button', { name: '1', exact: true }).click();
    await page.getByRole('dialog', { name: 'Rows of Beta' }).getByText('1 row with 200').waitFor();
  });

  it('clears the search of a dialog with Escape, and closes the dialog with the next', async () => {
    const id = await upload(SALES, 'escape.csv');
    await open(id, '?by=customer&value=amount&grain=NONE');
    await page.locator('.measures').getByRole('button', { name: '6 rows' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rows', exact: true });
    const search = dialog.getByRole('searchbox', { name: 'Search these rows' });
    await search.fill('north');
    await dialog.getByText('3 rows with 830').waitFor();
    await search.press('Escape');
    await dialog.getByText('6 rows with').waitFor();
    await expect.poll(() => search.inputValue()).toBe('');
    await expect.poll(() => new URL(page.url()).searchParams.has('rowsSearch')).toBe(false);
    await search.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('prints the columns of the data that fit, and counts only these', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `Column ${String.fromCharCode(65 + at)}`);
    const line = (first: string, amount: number) => [first, ...names.slice(2).map(() => 'x'), amount].join(',');
    const id = await upload([names.join(','), line('Alpha', 5), line('Beta', 3)].join('\n'), 'wide.csv');
    await page.goto(`${app.url}/d/${id}/rows`);
    await page.getByRole('heading', { name: '2 rows' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    try {
      await page.getByText('Rows 1 to 2 of 2, the first 8 of 12 columns.').waitFor();
      const shown = page.locator('.virtual thead th:visible');
      await expect.poll(() => shown.allInnerTexts()).toEqual(['Row', ...names.slice(0, 8)]);
    } finally {
      await page.emulateMedia({ media: null });
    }
  });

  it('lists all rows of a dataset: searched, filtered by values of any column, sorted', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `Customer ${n},${n % 2 ? 'odd' : 'even'},${(n * 37) % 300}.50`);
    const id = await upload(['Customer,Kind,Amount', ...lines].join('\n'), 'list.csv');
    await page.goto(`${app.url}/d/${id}/rows`);
    await page.getByRole('heading', { name: '300 rows' }).waitFor();
    const table = page.getByRole('region', { name: 'Rows, scrolls' });
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect
      .poll(() => table.getByRole('row', { name: /^300 Customer 299/ }).innerText())
      .toMatch(/odd\s+263\.50$/);
    await page.getByRole('button', { name: 'Amount' }).click();
    await page.getByRole('button', { name: 'Amount' }).click();
    // 299 = 37 n modulo 300 for n = 227.
    await expect.poll(() => table.getByRole('row').nth(1).innerText()).toMatch(/^228\s+Customer 227\s+odd\s+299\.50$/);

    await page.getByRole('button', { name: 'Filter these rows' }).click();
    const dialog = page.getByRole('dialog', { name: 'Only rows where' });
    // More values than are listed at once: the search finds the others.
    await dialog.getByText('200 more: search for them.').waitFor();
    await dialog.getByRole('searchbox').fill('customer 29');
    await dialog.getByText('Customer 298', { exact: true }).click();
    await dialog.getByRole('searchbox').fill('customer 28');
    await dialog.getByText('Customer 281', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('heading', { name: '2 rows of 300' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search all columns' }).fill('EVEN');
    await page.getByRole('heading', { name: '1 row of 300' }).waitFor();
    await expect
      .poll(() => Object.fromEntries(new URL(page.url()).searchParams))
      .toEqual({
        sort: 'amount~desc',
        where: 'customer~is~Customer 298~Customer 281',
        search: 'EVEN',
      });
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('merges two spellings from the caveat beside the headline', async () => {
    const id = await upload(SALES, 'spellings.csv');
    await open(id, '?by=customer&value=amount&grain=NONE');
    await page.getByRole('button', { name: 'Merge these names…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Names that may be one' });
    await dialog.getByRole('button', { name: 'Merge 2 names into Gamma Ltd' }).click();
    await dialog.getByText('Gamma Ltd includes Gamma Limited').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expectSentence(/of 3 customers/);
    await expect
      .poll(() =>
        page
          .locator('.entities')
          .getByRole('row', { name: /Gamma Ltd/ })
          .innerText(),
      )
      .toMatch(/5\.0\s%\s+95\.0\s%\s+50$/);
    // A filter by a merged name selects the rows of all of its names.
    await page.getByRole('button', { name: 'Add a filter' }).click();
    await page.getByRole('dialog').getByText('Gamma Ltd', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => measure('Amount')).toBe('50');
    await page.getByRole('button', { name: 'Undo' }).click();
    // A merged entity is left out with all of its names.
    await page.locator('.entities').getByRole('button', { name: 'Gamma Ltd' }).click();
    await page.getByRole('button', { name: 'Leave it out' }).click();
    await expect.poll(() => measure('Amount')).toBe('950');
  });

  it.runIf(sharedDataIsThere)(
    'leaves out names that represent others at one click: a real file of countries',
    async () => {
      const content = readFileSync(join(sharedDataFolder, 'gdp_long_year.csv'), 'utf8');
      const id = await upload(content, 'gdp.csv');
      await open(id);
      const button = page.getByRole('button', { name: /Leave these \d+ names out/ }).last();
      await button.click();
      await expect.poll(() => new URL(page.url()).searchParams.getAll('exclude').length).toBeGreaterThan(40);
      const leftOut = new Set(new URL(page.url()).searchParams.getAll('exclude'));
      expect(leftOut).toContain('World');
      expect(leftOut).not.toContain('United States');
      // The same without the service: the rows of the file that are left, in plain floating point.
      const totals = new Map<string, number>();
      for (const line of content.trim().split(/\r?\n/).slice(1)) {
        const [, quotedName, name = quotedName!.replaceAll('""', '"'), value] =
          /^(?:"((?:[^"]|"")*)"|([^,]*)),[A-Z]*,\d+,([\d.eE+-]*)$/.exec(line) ?? [];
        if (value && !leftOut.has(name)) totals.set(name, (totals.get(name) ?? 0) + Number(value));
      }
      const sorted = [...totals.values()].sort((a, b) => b - a);
      const total = sorted.reduce((sum, value) => sum + value, 0);
      let count = 0;
      for (let reached = 0; reached < total / 2; count++) reached += sorted[count]!;
      await expectSentence(new RegExp(`^${count} of ${totals.size} countries make up 50 %`));
      await expect.poll(() => measure('Largest')).toBe(`${((100 * sorted[0]!) / total).toFixed(1)} %`);
    },
  );
});
