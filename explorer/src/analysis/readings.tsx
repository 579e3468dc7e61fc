import { amount, count, percent, threshold } from '../format/numbers.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import type { Side } from './side.js';

/** The three meanings of "the top X %", side by side. */
export function Readings({ side, shownQuery }: { side: Side; shownQuery: ShownQuery }) {
  const { period, noun, areWhole } = side;
  if (period.thresholds.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="readings-title">
      <div class="section-head row">
        <div>
          <h2 id="readings-title">Three meanings of “the top X&#8239;%”</h2>
          <p class="muted">
            <strong>Reaching</strong>: the smallest number of {noun.many} that together reach X&#8239;% of the total, as
            in the headline. <strong>Within</strong>: as many of the largest as stay at or below X&#8239;%, at least
            one. <strong>By number</strong>: the largest X&#8239;% of all {noun.many}, rounded up.
          </p>
        </div>
        <QueryButton of={shownQuery} />
      </div>
      <ScrollArea label="Readings, scrolls sideways">
        <table class="readings">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                X
              </th>
              <th scope="colgroup" colSpan={3}>
                Reaching
              </th>
              <th scope="colgroup" colSpan={3}>
                Within
              </th>
              <th scope="colgroup" colSpan={3}>
                By number
              </th>
            </tr>
            <tr>
              {['reaching', 'within', 'by number'].map((reading) => (
                <Heads key={reading} />
              ))}
            </tr>
          </thead>
          <tbody>
            {period.thresholds.map(({ threshold: of, reaching, within, topPercent }) => (
              <tr key={of}>
                <th scope="row">{threshold(of)}</th>
                {Object.entries({ reaching, within, topPercent }).map(([reading, bucket]) => (
                  <Cells key={reading} bucket={bucket} areWhole={areWhole} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function Heads() {
  return (
    <>
      <th scope="col" class="number first">
        Count
      </th>
      <ColumnHeader isNumber>Share</ColumnHeader>
      <ColumnHeader isNumber>Value</ColumnHeader>
    </>
  );
}

function Cells(props: { bucket: { count: number; share: number; value: number } | null; areWhole: boolean }) {
  const { bucket, areWhole } = props;
  return (
    <>
      <td class="number first">{bucket ? count(bucket.count) : '–'}</td>
      <td class="number">{bucket ? percent(bucket.share) : '–'}</td>
      <td class="number">{bucket ? amount(bucket.value, areWhole) : '–'}</td>
    </>
  );
}
