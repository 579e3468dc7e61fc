import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';
import { accessibilityProblems } from '../support/check-accessibility.js';

/** A browser is slow while other suites run. */
const TIMEOUT_MS = 90_000;
const ENTITIES = 3000;

interface Row {
  name: string;
  year: number;
  value: number;
}

/** Two rows for every third customer, one for the others; few of them are large. */
const rows: Row[] = Array.from({ length: ENTITIES }, (_, at) => ({
  name: `${at % 7 === 0 ? 'Étoile' : 'Firma'} ${String((at * 1709) % ENTITIES).padStart(4, '0')}`,
  year: 2023 + (at % 2),
  value: 1 + Math.floor(2_000_000 / (1 + at)),
})).flatMap((row, at) => (at % 3 === 0 ? [row, { ...row, year: 2024, value: 5 }] : [row]));

interface Ranked {
  rank: number;
  name: string;
  value: number;
  share: number;
  class: string;
  rows: number;
}

/** The list as the page should show it, from the rows alone. */
function ranked(of: readonly Row[]): Ranked[] {
  const totals = new Map<string, { value: number; rows: number }>();
  for (const { name, value } of of) {
    const { value: sum, rows: count } = totals.get(name) ?? { value: 0, rows: 0 };
    totals.set(name, { value: sum + value, rows: count + 1 });
  }
  const total = of.reduce((sum, { value }) => sum + value, 0);
  let before = 0;
  return [...totals]
    .sort(([nameA, a], [nameB, b]) => b.value - a.value || (nameA < nameB ? -1 : 1))
    .map(([name, { value, rows: count }], at) => {
      const reached = (100 * before) / total;
      before += value;
      const letter = reached < 80 ? 'A' : reached < 95 ? 'B' : 'C';
      return { rank: at + 1, name, value, share: (100 * value) / total, class: letter, rows: count };
    });
}

const all = ranked(rows);
const number = new Intl.NumberFormat('en');

describe.skipIf(!hasBrowser)('the list of all entities in a browser', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let page: Page;
  let problems: string[];
  let address: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    const content = `Customer,Date,Amount\n${rows.map(({ name, year, value }) => `${name},${year}-05-03,${value}\n`).join('')}`;
    const id = (await app.upload({ content, fileName: 'customers.csv' })).data.uploadDataset.dataset.id;
    address = `${app.url}/d/${id}/analysis?by=customer&value=amount&grain=YEAR`;
    ({ page, problems } = await browser.open(app.url, {
      permissions: ['clipboard-read', 'clipboard-write'],
      acceptDownloads: true,
    }));
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    expect(problems).toEqual([]);
  });

  const dialog = () => page.getByRole('dialog', { name: 'All customers' });
  /** The cells of the row with this index in the list. */
  const cells = (index: number) =>
    dialog()
      .locator(`tr[aria-rowindex="${index + 2}"] > *`)
      .allInnerTexts();
  const expectRow = async (index: number, { rank, name, value, class: letter, rows: count }: Ranked) => {
    const shown = async () => {
      const [shownRank, shownName, shownClass, , , shownValue, shownRows] = await cells(index);
      return [shownRank, shownName, shownClass, shownValue, shownRows];
    };
    await expect.poll(shown).toEqual([number.format(rank), name, letter, number.format(value), String(count)]);
  };
  const expectCount = (count: number) =>
    expect.poll(() => dialog().getByRole('status').first().textContent()).toBe(`${number.format(count)} customers`);
  const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

  it('opens from the largest, scrolls to the last one by keyboard, and draws visible rows only', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'All 3,000 customers…' }).click();
    await expectCount(ENTITIES);
    await expectRow(0, all[0]!);
    await expectRow(11, all[11]!);
    await expect.poll(async () => (await cells(0))[3]).toBe(`${all[0]!.share.toFixed(1)}\u202f%`);
    await expect.poll(() => parameter('list')).toBe('TOTAL');

    let requests = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) requests++;
    });
    await dialog().getByRole('region', { name: 'All customers, scrolls' }).focus();
    await page.keyboard.press('End');
    await expectRow(ENTITIES - 1, all.at(-1)!);
    await expect.poll(async () => (await cells(ENTITIES - 1))[4]).toBe('100.0\u202f%');
    // The last one is within what is visible, and what was scrolled past was not fetched.
    const last = dialog().locator(`tr[aria-rowindex="${ENTITIES + 1}"]`);
    const area = (await dialog().locator('.virtual').boundingBox())!;
    const place = (await last.boundingBox())!;
    expect(place.y + place.height).toBeLessThanOrEqual(area.y + area.height + 1);
    await expect.poll(() => dialog().locator('tbody tr').count()).toBeLessThan(80);
    expect(requests).toBeLessThan(6);
  });

  it('orders, searches, and shows a class or a period, each in the address', async () => {
    await page.goto(`${address}&list=TOTAL`);
    await dialog().getByLabel('Order').selectOption({ label: 'Smallest first' });
    await expectRow(0, all.at(-1)!);
    await dialog().getByLabel('Order').selectOption({ label: 'By name' });
    const byName = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
    await expectRow(0, byName[0]!);
    await expect.poll(() => parameter('order')).toBe('name');

    await dialog().getByLabel('Order').selectOption({ label: 'Largest first' });
    const ofClass = all.filter((row) => row.class === 'B');
    await dialog().getByLabel('Class').selectOption('B');
    await expectCount(ofClass.length);
    await expectRow(0, ofClass[0]!);

    // Whatever the case, and with the class: a part of the name.
    const found = ofClass.filter(({ name }) => name.startsWith('Étoile'));
    await dialog().getByRole('searchbox', { name: 'Search customers' }).fill('éTOILE');
    await expectCount(found.length);
    await expectRow(1, found[1]!);
    expect([parameter('class'), parameter('search')]).toEqual(['B', 'éTOILE']);
    await page.reload();
    await expectCount(found.length);
    await dialog().getByRole('searchbox', { name: 'Search customers' }).fill('no such name');
    await dialog().getByText('No name contains “no such name”.').waitFor();
    await dialog().getByRole('button', { name: 'Show all' }).click();
    await expectCount(ENTITIES);

    const of2024 = ranked(rows.filter(({ year }) => year === 2024));
    await dialog().getByLabel('Period of the list').selectOption('2024');
    await expectCount(of2024.length);
    await expectRow(2, of2024[2]!);
    // The view of one opens above the list, which is still there afterwards.
    await dialog().getByRole('button', { name: of2024[2]!.name }).click();
    await page.getByRole('dialog', { name: of2024[2]!.name }).getByText('Leave it out').waitFor();
    await page.keyboard.press('Escape');
    await expectRow(2, of2024[2]!);
    await page.keyboard.press('Escape');
    await expect.poll(() => parameter('list')).toBeNull();
  });

  it('copies the first thousand as a table and downloads all', async () => {
    await page.goto(`${address}&list=TOTAL`);
    await dialog().getByRole('button', { name: 'Copy the first 1,000' }).click();
    await dialog().getByRole('button', { name: 'Copied' }).waitFor();
    const lines = (await page.evaluate<string>('navigator.clipboard.readText()'))
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.length).toBe(1001);
    expect(lines[0]).toEqual(['#', 'Customer', 'Class', 'Share in %', 'Cumulative share in %', 'Amount', 'Rows']);
    const { name, value, share, class: letter, rows: count } = all[999]!;
    const line = lines[1000]!;
    expect([line[0], line[1], line[2], line[3], line[5], line[6]]).toEqual([
      '1000',
      name,
      letter,
      share.toFixed(4),
      String(value),
      String(count),
    ]);
    await dialog().getByRole('button', { name: 'Download all' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('link', { name: /^CSV/ }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const saved = Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/);
    expect(saved.filter((text) => text.startsWith('TOTAL,')).length).toBe(ENTITIES);
    expect(saved.find((text) => text.startsWith('TOTAL,1,'))).toContain(`,${all[0]!.name},${all[0]!.value},`);
  });

  it('has no problem that axe finds, in light and dark, and fits a phone', async () => {
    await page.goto(`${address}&list=TOTAL`);
    await expectRow(0, all[0]!);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 800 });
    await expectRow(0, all[0]!);
    expect(await accessibilityProblems(page)).toEqual([]);
    const isWider = await dialog().evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
    expect(isWider).toBe(false);
    // A menu is within the dialog, and Escape closes it alone.
    await dialog().getByRole('button', { name: 'Download all' }).click();
    const link = (await dialog()
      .getByRole('link', { name: /^PARQUET/ })
      .boundingBox())!;
    const frame = (await dialog().boundingBox())!;
    expect(link.x).toBeGreaterThanOrEqual(frame.x);
    expect(link.x + link.width).toBeLessThanOrEqual(frame.x + frame.width);
    await page.keyboard.press('Escape');
    await dialog()
      .getByRole('link', { name: /^PARQUET/ })
      .waitFor({ state: 'detached' });
    await expect.poll(() => dialog().isVisible()).toBe(true);
  });
});
