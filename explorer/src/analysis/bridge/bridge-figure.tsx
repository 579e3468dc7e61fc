import {
  type AnalysisInput,
  ExplorerBridgeDocument,
  ExplorerBridgeNamesDocument,
  type ExplorerBridgeQuery,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import { Figure, NumbersTable } from '../../charts/figure.js';
import type { WaterfallStep } from '../../charts/waterfall.js';
import { amount, count, percent, plural, short, signed } from '../../format/numbers.js';
import { periodName, UNKNOWN } from '../../format/periods.js';
import { show } from '../../location.js';
import { QueryButton, type ShownQuery } from '../../ui/query-button.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { Choice } from '../../ui/tabs.js';
import { EntityLink } from '../entity/entity-link.js';
import { withBridge } from '../input.js';
import { openRows } from '../rows/rows-state.js';
import { type Words, wordsOf } from '../side.js';
import type { Views } from '../sides.js';

type Period = NonNullable<NonNullable<ExplorerBridgeQuery['dataset']>['analysis']>['byPeriod'][number];
type Bridge = NonNullable<Period['bridge']>;

/** The parts of a bridge in the order of the waterfall. */
const PARTS = ['new', 'returning', 'expanded', 'contracted', 'lost'] as const;
type Part = (typeof PARTS)[number];

const partNames: Record<Part, string> = {
  new: 'New',
  returning: 'Returning',
  expanded: 'Grown',
  contracted: 'Shrunk',
  lost: 'Lost',
};

const partMeanings: Record<Part, string> = {
  new: 'never there before',
  returning: 'there before, but not in the earlier period',
  expanded: 'more than in the earlier period',
  contracted: 'less than in the earlier period',
  lost: 'no longer there',
};

/** The id of the list of names that a bar leads to. */
const headingOf = (part: Part) => `bridge-${part}`;

const MAX_NAMES = 6;

/** From the total of an earlier period to this one: who is new, who left, who grew and who shrank. */
export function BridgeFigure(views: Views) {
  const { dataset, question, source, fileName } = views;
  const input = withBridge(question);
  const variables = { id: dataset.id, input };
  const answer = useQueryResult(ExplorerBridgeDocument, variables);
  const analysis = answer.data?.dataset?.analysis;
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!analysis) return <Loading lines={8} label="Computing the bridge" />;
  const bridged = analysis.byPeriod.filter(({ bridge, period }) => bridge && period !== UNKNOWN);
  const shown = bridged.find(({ period }) => period === question.period) ?? bridged.at(-1);
  if (!shown?.bridge) return null;
  const { groupBy, value, grain } = question;
  const words = wordsOf(dataset, { groupBy, value, periodGrain: grain });
  const steps = stepsOf(shown, shown.bridge);
  const names = `${periodName(shown.bridge.previous)} to ${periodName(shown.period)}`;
  return (
    <>
      <Figure
        title={`Bridge of ${words.valueName}`}
        subtitle={names}
        description={described(shown, shown.bridge, words)}
        controls={
          <Choice
            label="Compared with"
            value={question.bridge}
            onChange={(bridge) => show({ bridge: bridge === 'PREVIOUS' ? null : 'year' }, { replace: true })}
            options={[
              { value: 'PREVIOUS', name: 'Period before' },
              { value: 'YEAR_BEFORE', name: 'Year before' },
            ]}
          />
        }
        note={`${retentionInWords(shown.bridge, words)} Click a total for its rows, a part for its names.`}
        source={source}
        fileName={`${fileName}-bridge`}
        shownQuery={{ query: ExplorerBridgeDocument, variables }}
        isStale={answer.isStale}
        drawnFrom={[shown, question.bridge]}
        draw={(plots, drawing) => plots.waterfall(steps, drawing)}
        onPick={({ name, period }) => {
          const part = PARTS.find((each) => partNames[each] === name);
          if (period) openRows(period);
          else if (part) document.getElementById(headingOf(part))?.focus();
        }}
        table={<BridgeTable shown={shown} bridge={shown.bridge} words={words} />}
      />
      <BridgeNames
        id={dataset.id}
        input={input}
        period={shown.period}
        title={`What changed from ${names}`}
        bridge={shown.bridge}
        words={words}
      />
      {bridged.length > 1 && (
        <RetentionFigure
          {...views}
          periods={bridged}
          words={words}
          shownQuery={{ query: ExplorerBridgeDocument, variables }}
        />
      )}
    </>
  );
}

function stepsOf({ period, total }: Period, bridge: Bridge): WaterfallStep[] {
  const parts = PARTS.filter((part) => bridge[part].count > 0).map((part) => ({
    name: partNames[part],
    value: bridge[part].change,
    isTotal: false,
  }));
  const unassigned =
    bridge.unassignedChange === 0 ? [] : [{ name: 'Not assigned', value: bridge.unassignedChange, isTotal: false }];
  return [
    { name: periodName(bridge.previous), period: bridge.previous, value: bridge.previousTotal, isTotal: true },
    ...parts,
    ...unassigned,
    { name: periodName(period), period, value: total, isTotal: true },
  ];
}

function described({ period, total }: Period, bridge: Bridge, { noun, valueName }: Words): string {
  const parts = PARTS.map(
    (part) =>
      `${partNames[part]}: ${plural(bridge[part].count, noun.one, noun.many)}, ${signed(bridge[part].change, short)}`,
  );
  return `${valueName} went from ${short(bridge.previousTotal)} in ${periodName(bridge.previous)} to ${short(total)} in ${periodName(period)}. ${parts.join('. ')}.`;
}

function retentionInWords({ retention }: Bridge, { noun }: Words): string {
  const { entities, gross, net, logoChurn } = retention;
  if (typeof gross !== 'number' || typeof net !== 'number' || typeof logoChurn !== 'number') {
    return `No retention: the ${noun.many} of the earlier period do not add up to more than zero.`;
  }
  return `Of what the ${plural(entities, noun.one, noun.many)} of the earlier period had, ${percent(gross)} stayed (gross retention), ${percent(net)} with their growth (net retention). ${percent(logoChurn)} of the ${noun.many} left.`;
}

function BridgeTable({ shown, bridge, words }: { shown: Period; bridge: Bridge; words: Words }) {
  const { noun, areWhole, valueName } = words;
  const share = (value: number) =>
    bridge.previousTotal > 0 ? signed((100 * value) / bridge.previousTotal, percent) : '–';
  return (
    <NumbersTable
      heads={['Part', noun.many, valueName, `% of ${periodName(bridge.previous)}`]}
      rows={[
        [periodName(bridge.previous), '', amount(bridge.previousTotal, areWhole), ''],
        ...PARTS.map((part) => [
          `${partNames[part]}: ${partMeanings[part]}`,
          count(bridge[part].count),
          signed(bridge[part].change, (size) => amount(size, areWhole)),
          share(bridge[part].change),
        ]),
        ['Unchanged', count(bridge.unchanged), '0', ''],
        [
          'Not assigned',
          '',
          signed(bridge.unassignedChange, (size) => amount(size, areWhole)),
          share(bridge.unassignedChange),
        ],
        [periodName(shown.period), '', amount(shown.total, areWhole), share(bridge.change)],
      ]}
    />
  );
}

function BridgeNames(props: {
  id: string;
  input: AnalysisInput;
  period: string;
  title: string;
  bridge: Bridge;
  words: Words;
}) {
  const { id, input, period, title, bridge, words } = props;
  const variables = { id, input, period };
  const answer = useQueryResult(ExplorerBridgeNamesDocument, variables);
  const named = answer.data?.dataset?.analysis?.period?.bridge;
  const { noun, areWhole } = words;
  return (
    <section class={`panel bridge-names ${answer.isStale ? 'stale' : ''}`} aria-label={title}>
      <div class="section-head row">
        <h2>{title}</h2>
        <QueryButton of={{ query: ExplorerBridgeNamesDocument, variables }} />
      </div>
      {answer.error && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
      <div class="entity-changes">
        {PARTS.filter((part) => bridge[part].count > 0).map((part) => (
          <div key={part}>
            <h3 id={headingOf(part)} tabIndex={-1}>
              {partNames[part]}: {plural(bridge[part].count, noun.one, noun.many)}
            </h3>
            <p class="muted small">
              {partMeanings[part]},{' '}
              <span class="numbers">{signed(bridge[part].change, (size) => amount(size, areWhole))}</span>
            </p>
            <ul class="plain">
              {(named?.[part].entities ?? []).slice(0, MAX_NAMES).map(({ entity, key, change }) => (
                <li key={entity}>
                  <EntityLink name={entity} entity={key.parts} />
                  <span class="muted numbers">{signed(change, (size) => amount(size, areWhole))}</span>
                </li>
              ))}
              {bridge[part].count > MAX_NAMES && (
                <li class="muted">and {count(bridge[part].count - MAX_NAMES)} with smaller or equal changes</li>
              )}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

/** Gross and net retention and the part of the entities that left, over time. */
function RetentionFigure(props: Views & { periods: readonly Period[]; words: Words; shownQuery: ShownQuery }) {
  const { periods, words, question, source, fileName, isStale, shownQuery } = props;
  const series = [
    ['Net', 'net'],
    ['Gross', 'gross'],
    ['Left', 'logoChurn'],
  ] as const;
  const points = series.flatMap(([name, field]) =>
    periods.map(({ period, bridge }) => ({ period, series: name, value: bridge!.retention[field] ?? null })),
  );
  const last = periods.at(-1)!;
  return (
    <Figure
      title="Retention over time"
      subtitle={`What the ${words.noun.many} of the earlier period kept, in percent of what they had`}
      description={`Retention over time. In ${periodName(last.period)}: ${retentionInWords(last.bridge!, words)}`}
      note={`Net: with the growth of those that stayed. Gross: without it. Left: the part of the ${words.noun.many}, by number.`}
      source={source}
      fileName={`${fileName}-retention`}
      shownQuery={shownQuery}
      isStale={isStale}
      drawnFrom={[periods, question.period]}
      draw={(plots, drawing) =>
        plots.overTime(
          {
            points,
            label: '%',
            format: percent,
            hasBands: false,
            isCount: false,
            selected: question.period,
            compared: null,
          },
          drawing,
        )
      }
      onPick={({ period }) => period && show({ period })}
      table={
        <NumbersTable
          heads={['Period', ...series.map(([name]) => name)]}
          rows={periods.map(({ period, bridge }) => [
            periodName(period),
            ...series.map(([, field]) => {
              const value = bridge!.retention[field];
              return typeof value === 'number' ? percent(value) : '–';
            }),
          ])}
        />
      }
    />
  );
}
