import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { hasBrowser, startBrowser, type TestBrowser } from '../support/browser.js';
import { accessibilityProblems } from '../support/check-accessibility.js';

/** A browser is slow while other suites run. */
const TIMEOUT_MS = 90_000;

const SALES = `Product Line,Region,Date,sales_value
Alpha,North,2022-05-03,600
Alpha,South,2023-02-10,100
Beta,North,2023-05-04,200.50
`;

/** Names that are long, and sums of trillions. */
const LARGE = `Country,Date,Value
${'A republic with a very long official name '.repeat(2)},2022-01-01,1234567890123.45
Beta,2022-01-01,1000000000000.25
${'A republic with a very long official name '.repeat(2)},2023-01-01,7234567890123.45
Beta,2023-01-01,1
`;

describe.skipIf(!hasBrowser)('an analysis without an answer, or with an unusual one', { timeout: TIMEOUT_MS }, () => {
  let app: TestApp;
  let browser: TestBrowser;
  let page: Page;
  let problems: string[];
  let sales: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    sales = await upload(SALES, 'sales.csv');
    ({ page, problems } = await browser.open(app.url));
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
    expect(problems).toEqual([]);
  });

  const upload = async (content: string, fileName: string): Promise<string> =>
    (await app.upload({ content, fileName })).data.uploadDataset.dataset.id;
  const analysis = (id: string, query: string) => page.goto(`${app.url}/d/${id}/analysis?${query}`);
  const question = 'by=product_line&value=sales_value&grain=YEAR';

  it('names no numbers where no row matches the filters, and clears them at one click', async () => {
    await analysis(sales, `${question}&where=region~is~East&exclude=Beta`);
    await page.getByRole('heading', { name: 'No rows match the filters' }).waitFor();
    // Neither measures nor warnings of an empty sum.
    await expect.poll(() => page.locator('.panel, .measures, .warnings').count()).toBe(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.locator('.sentence', { hasText: /of 2 product lines/ }).waitFor();
    expect(new URL(page.url()).search).toBe(`?${question}`);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'No rows match the filters' }).waitFor();
    // A sum that is not above zero is another matter: there are rows.
    const losses = await upload('Customer,Amount\nAlpha,-5\nBeta,2\n', 'losses.csv');
    await analysis(losses, 'by=customer&value=amount&grain=NONE');
    await page.getByText('Amount adds up to −3 over 2 customers. Shares need a total above zero.').waitFor();
    await page.getByText('The total of “Amount” is not above zero').waitFor();
  });

  it('continues by itself when the service answers again', async () => {
    await analysis(sales, question);
    await page.locator('.sentence').waitFor();
    await page.route('**/*', (route) => route.abort());
    await page.getByRole('combobox', { name: /^Add up/ }).selectOption({ label: 'Number of rows' });
    await page.getByText('The page continues as soon as the service answers again.').first().waitFor();
    await page.unroute('**/*');
    // Nothing is clicked.
    await page.locator('.sentence', { hasText: 'of Rows' }).waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    // The browser logs each request that was refused.
    problems.length = 0;
  });

  it('writes large sums without cents and lets no name or number overlap another', async () => {
    const id = await upload(LARGE, 'large.csv');
    await analysis(id, 'by=country&value=value&grain=YEAR&period=2023&bridge=year');
    await page.getByRole('heading', { name: 'Shares by period' }).scrollIntoViewIfNeeded();
    const changes = page.locator('.bridge-names');
    await expect.poll(() => changes.innerText()).toMatch(/\+6,000,000,000,000\s[\s\S]*−999,999,999,999\s/);
    await page
      .getByRole('button', { name: /7,234,567,890,123$/ })
      .first()
      .waitFor();
    for (const width of [1280, 1000, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const tooWide = () =>
        changes.locator('li').evaluateAll(
          (items) =>
            items.filter((item) => {
              const [name, number] = [...item.children].map((child) => child.getBoundingClientRect());
              const { right } = item.closest('div')!.getBoundingClientRect();
              return number !== undefined && (name!.right > number.left || number.right > right + 1);
            }).length,
        );
      await expect.poll(tooWide, { message: `${width} pixels` }).toBe(0);
    }
  });

  it('shows the answer on the first screen of a phone, and on the first printed page with its curve', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await analysis(sales, question);
    const sentence = page.locator('.sentence');
    await sentence.waitFor();
    await expect.poll(async () => ((await sentence.boundingBox())?.y ?? 9999) < 800).toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.locator('.panel svg[role=img]').first().waitFor();
    // A figure that held to what follows it would draw two panels to the next page.
    await page.emulateMedia({ media: 'print' });
    const keptWithNext = () =>
      page
        .locator('.panel figure, .panel')
        .evaluateAll(
          (parts) =>
            parts.filter((part) => part.ownerDocument.defaultView!.getComputedStyle(part).breakAfter === 'avoid')
              .length,
        );
    await expect.poll(keptWithNext).toBe(0);
    await page.emulateMedia({ media: null });
  });
});
