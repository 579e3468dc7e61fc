import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';

/** A browser is slow while other suites run. */
const TIMEOUT_MS = 90_000;

/** 2022: Alpha has all 600. 2023: Beta 200, Alpha 100, 50 without a customer. 2024: Beta 30, Gamma 20. */
const SALES = `Customer,Region,Date,Amount
Alpha,North,2022-05-03,600
Alpha,South,2023-02-10,100
Beta,North,2023-05-04,200
,South,2023-08-20,50
Beta,North,2024-01-15,30
Gamma,South,2024-06-30,20
`;

/** A period of the answer, the first without a bridge. */
interface Bridged {
  bridge: { retention: { net: number } } | null;
}

describe.skipIf(!hasBrowser)('the query behind a part of the page', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let page: Page;
  let problems: string[];
  let address: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    const id = (await app.upload({ content: SALES, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
    address = `${app.url}/d/${id}/analysis?by=customer&value=amount&grain=YEAR`;
    ({ page, problems } = await browser.open(app.url));
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    expect(problems).toEqual([]);
  });

  const panel = (heading: string | RegExp) =>
    page.locator('.panel', { has: page.getByRole('heading', { name: heading }) });
  const dialog = () => page.getByRole('dialog', { name: 'The GraphQL query behind this view' });
  /** The answer of the service to what the button shows. */
  const answerOf = async (part: Locator) => {
    await part.getByRole('button', { name: 'Query' }).click();
    const code = dialog().locator('pre');
    const [variables, query] = [await code.nth(0).innerText(), await code.nth(1).innerText()];
    await page.keyboard.press('Escape');
    const { data, errors } = await app.gql(query, JSON.parse(variables));
    expect(errors).toBeUndefined();
    return data.dataset.analysis;
  };
  const cells = async (part: Locator, name: RegExp) =>
    (await part.getByRole('row', { name }).first().innerText()).split(/\t|\n/).map((cell) => cell.trim());

  it('is shown by every part of an analysis, and is answered with the numbers shown', async () => {
    await page.goto(`${address}&split=region`);
    await page.locator('.sentence').waitFor();
    await page.getByRole('heading', { name: 'Shares by period' }).scrollIntoViewIfNeeded();
    await panel('Retention over time').getByRole('img').waitFor();
    await panel(/^Segments by/)
      .getByRole('img')
      .waitFor();
    const parts = page.locator('.panel');
    const without = parts.filter({ hasNot: page.getByRole('button', { name: 'Query' }) });
    await expect.poll(() => without.locator('h2').allInnerTexts()).toEqual([]);
    expect(await parts.count()).toBeGreaterThan(9);
    for (const part of await parts.all()) expect(await answerOf(part)).toBeTruthy();

    const changes = await answerOf(panel('Period by period'));
    const of2023 = changes.byPeriod.find(({ period }: { period: string }) => period === '2023');
    expect([of2023.total, of2023.entityCount, of2023.change.entered, of2023.change.left]).toEqual([350, 2, 1, 0]);
    await expect
      .poll(async () => (await cells(panel('Period by period'), /^2023/)).slice(1, 4))
      .toEqual(['350', '−41.7\u202f%', '2']);

    // Of Alpha's 600 in 2022, 100 stayed. Of the 300 of 2023, 30 did: Alpha left, Beta shrank.
    const retention = panel('Retention over time');
    const { byPeriod } = await answerOf(retention);
    expect(byPeriod.map(({ bridge }: Bridged) => bridge?.retention.net ?? null)).toEqual([
      null,
      expect.closeTo(100 / 6, 9),
      10,
    ]);
    await retention.getByText('Show data table').click();
    await expect.poll(() => cells(retention, /^2023/)).toEqual(['2023', '16.7\u202f%', '16.7\u202f%', '0.0\u202f%']);
    await expect.poll(() => cells(retention, /^2024/)).toEqual(['2024', '10.0\u202f%', '10.0\u202f%', '50.0\u202f%']);
  });

  it('has both sides of a comparison with their differences, also in GraphiQL', async () => {
    await page.goto(`${address}&period=2024&compare=2022`);
    const part = panel('Side by side');
    // Not consecutive: who is on one side alone is known all the same.
    await part.getByRole('heading', { name: 'Only in 2024: 2 customers' }).waitFor();
    await expect.poll(() => cells(part, /^Amount/)).toEqual(['Amount', '50', '600', '−550']);
    // 60 and 40 %: 3,600 + 1,600.
    await expect.poll(() => cells(part, /^HHI/)).toEqual(['HHI', '5,200', '10,000', '−4,800']);
    await expect
      .poll(() => cells(part, /^Share of the largest/))
      .toEqual(['Share of the largest', '60.0\u202f%', '100.0\u202f%', '−40.0 points']);
    await expect
      .poll(() => part.locator('.entity-changes').innerText())
      .toMatch(
        /Missing in 2022: 50 in total\s+Beta\s+30\s+Gamma\s+20[\s\S]*Only in 2022: 1 customer[\s\S]*Missing in 2024: 600 in total\s+Alpha\s+600/,
      );
    const { comparison } = await answerOf(part);
    expect(comparison.total).toMatchObject({
      total: { value: 50, other: 600, difference: -550 },
      hhi: { value: 5200, other: 10_000, difference: -4800 },
      onlyInThis: { count: 2, value: 50 },
    });
    await part.getByRole('button', { name: 'Query' }).click();
    await page.goto(app.url + (await dialog().getByRole('link', { name: 'Open in GraphiQL' }).getAttribute('href')));
    await page.getByRole('button', { name: 'Execute query' }).click();
    await expect
      .poll(() => page.evaluate<string>("document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue()"))
      .toMatch(/"hhi": \{\s+"value": 5200,\s+"other": 10000,\s+"difference": -4800/);
  });

  it('is absent where one query cannot be about both sides; the measures are compared all the same', async () => {
    const id = (await app.upload({ content: 'Customer,Amount\nAlpha,5\nBeta,3\n', fileName: 'other.csv' })).data
      .uploadDataset.dataset.id;
    await page.goto(`${address}&exclude=Gamma&with=${id}`);
    const part = panel('Side by side');
    await expect.poll(() => cells(part, /^Amount/)).toEqual(['Amount', '980', '8', '+972']);
    expect(await part.getByRole('button', { name: 'Query' }).count()).toBe(0);
  });
});
