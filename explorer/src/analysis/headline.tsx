import type { ComponentChildren } from 'preact';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { quoted } from '../format/nouns.js';
import { count, effective, gini, index, percent, plural, short, threshold } from '../format/numbers.js';
import { inPeriod, periodName } from '../format/periods.js';
import { reachedThresholds } from '../format/thresholds.js';
import { WarningIcon } from '../ui/icons.js';
import { conditionInWords } from './filters/conditions.js';
import { type EntityParts, keyName } from './filters/entity-keys.js';
import { rulesInWords } from './filters/period-words.js';
import { bandOf } from './hhi-bands.js';
import type { Question } from './question.js';
import { openRows } from './rows/rows-state.js';
import type { Side } from './side.js';

/** The result in one sentence, and the exact figures behind it. */
export function Headline({ side, label }: { side: Side; label?: string }) {
  const { period, noun, valueName, hasPeriods } = side;
  const where = inPeriod(period.period, hasPeriods);
  if (period.problem) {
    return (
      <div class="headline">
        {label && <p class="side-label">{label}</p>}
        <div class="notice caution">
          <WarningIcon />
          <div>
            <p class="notice-title">No shares {where || 'for these rows'}</p>
            <p>
              {valueName} adds up to {short(period.total)} over {plural(period.entityCount, noun.one, noun.many)}.
              Shares need a total above zero.
            </p>
          </div>
        </div>
      </div>
    );
  }
  const widest = period.thresholds.at(-1);
  if (!widest) return null;
  const { reaching } = widest;
  if (!reaching) return <NotReached side={side} label={label} percentage={widest.threshold} />;
  return (
    <div class="headline">
      {label && <p class="side-label">{label}</p>}
      <p class="sentence">
        <strong>
          {reaching.count === 1 && period.entityCount > 1
            ? `The largest of ${plural(period.entityCount, noun.one, noun.many)}`
            : `${count(reaching.count)} of ${plural(period.entityCount, noun.one, noun.many)}`}
        </strong>{' '}
        {!noun.isSpecific && `(${noun.header}) `}
        {reachingVerb(reaching, widest.threshold, period.entityCount)} <strong>{threshold(widest.threshold)}</strong> of{' '}
        {valueName} {where}
      </p>
      <p class="reading">
        {reaching.count === 1 ? 'It has' : 'Together they have'} {percent(reaching.share)}: {short(reaching.value)} of{' '}
        {short(period.total)}. {fewerReach(period)} {notAssigned(side)}
      </p>
    </div>
  );
}

/** What is not analysed: said beside the headline, because the numbers are only about the rest. */
export function Scope(props: { dataset: DatasetDetail; question: Question; side: Side }) {
  const { dataset, question, side } = props;
  const { where, only, exclude } = question;
  const rules = rulesInWords(question.periods);
  const label = (name: string) => quoted(dataset.schema?.columns.find((column) => column.name === name)?.label ?? name);
  const parts = [
    where.length > 0 && `Only rows where ${where.map((each) => conditionInWords(each, label)).join(', and ')}.`,
    side.hasPeriods && rules.length > 0 && `${rules.map(({ text }) => text).join('. ')}.`,
    outsideInWords(side),
    side.period.isPartial && `${periodName(side.period.period)} is partial: the file has rows for a part of it only.`,
    only.length > 0 && `Only ${namesOf(only)}${exclude.length === 0 ? leftOutInWords(side) : ''}.`,
    exclude.length > 0 && `Without ${namesOf(exclude)}${leftOutInWords(side)}.`,
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? <p class="reading scope">{parts.join(' ')}</p> : null;
}

/** What a range of periods leaves out: rows before and after it, and those without a period. */
function outsideInWords({ outside, valueName }: Side): string | null {
  if (!outside || outside.rows === 0) return null;
  const unknown = outside.unknownRows > 0 ? `, ${count(outside.unknownRows)} of them because they have no period` : '';
  return `${plural(outside.rows, 'row')} with ${short(outside.value)} of ${valueName} ${outside.rows === 1 ? 'is' : 'are'} left out${unknown}.`;
}

/** How much was left out by names: ", which have 60.1 % of all rows". */
function leftOutInWords({ period: { leftOut } }: Side): string {
  if (!leftOut || leftOut.entities === 0) return '';
  const size = typeof leftOut.share === 'number' ? percent(leftOut.share) : short(leftOut.value);
  return `: ${size} of the total is left out`;
}

const MAX_NAMED = 3;

function namesOf(entities: readonly EntityParts[]): string {
  const names = entities.slice(0, entities.length > MAX_NAMED ? MAX_NAMED - 1 : MAX_NAMED).map(keyName);
  const more = entities.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${count(more)} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

/** Where rows without an entity keep all entities together below the threshold. */
function NotReached({ side, label, percentage }: { side: Side; label?: string; percentage: number }) {
  const { period, noun, valueName, hasPeriods } = side;
  const share = 100 - (period.unassigned.share ?? 0);
  return (
    <div class="headline">
      {label && <p class="side-label">{label}</p>}
      <p class="sentence">
        {period.entityCount === 0 ? (
          <strong>No row names {noun.isSpecific ? `a ${noun.one}` : `anything in ${noun.header}`}</strong>
        ) : (
          <>
            <strong>
              {period.entityCount === 1 ? 'The only' : `All ${count(period.entityCount)}`}{' '}
              {period.entityCount === 1 ? noun.one : noun.many}
            </strong>{' '}
            {!noun.isSpecific && `(${noun.header}) `}
            {period.entityCount === 1 ? 'makes' : 'make'} up only <strong>{percent(share)}</strong> of {valueName}{' '}
            {inPeriod(period.period, hasPeriods)}
          </>
        )}
      </p>
      <p class="reading">
        {threshold(percentage)} is not reached. {notAssigned(side)}
      </p>
    </div>
  );
}

function reachingVerb(reaching: { count: number; share: number }, percentage: number, entityCount: number): string {
  if (reaching.count === 1 && entityCount > 1) return reaching.share > percentage ? 'alone exceeds' : 'alone reaches';
  return entityCount === 1 ? 'makes up' : 'make up';
}

/** "52.0 % of the total is not assigned: 12 rows have nothing in Supplier." Empty where every row has an entity. */
function notAssigned({ period: { unassigned }, noun }: Side): string {
  if (unassigned.rows === 0 || typeof unassigned.share !== 'number') return '';
  const rows = `${count(unassigned.rows)} ${unassigned.rows === 1 ? 'row has' : 'rows have'}`;
  return `${percent(unassigned.share)} of the total is not assigned: ${rows} nothing in ${noun.header}.`;
}

/** What fewer entities than those of the headline reach: "The largest alone exceeds 20 %." */
function fewerReach({ thresholds }: Side['period']): string {
  const widest = thresholds.at(-1)?.reaching?.count ?? 0;
  const phrases = reachedThresholds(
    thresholds.filter(({ reaching }) => reaching !== null && reaching.count < widest),
  ).reverse();
  return phrases.length > 0 ? `${capital(phrases.join(', '))}.` : '';
}

/** The measures of one period. */
export function Measures({ side }: { side: Side }) {
  const { period, noun, valueName } = side;
  const { hhi, gini: giniIndex, effectiveEntities, entityCount, top, unassigned } = period;
  const band = typeof hhi === 'number' ? bandOf(hhi) : undefined;
  return (
    <dl class="measures">
      <Measure
        name={valueName}
        value={short(period.total)}
        note={
          <RowsButton rows={period.rowCount} period={period.period} text={side.areCounted ? '' : 'with an amount'} />
        }
      />
      <Measure
        name={capital(noun.many)}
        value={count(entityCount)}
        note={side.areCounted ? 'with a row' : 'with an amount'}
      />
      {unassigned.rows > 0 && typeof unassigned.share === 'number' && (
        <Measure
          name="Not assigned"
          value={percent(unassigned.share)}
          note={<RowsButton rows={unassigned.rows} period={period.period} entity={side.columnCount} />}
        />
      )}
      {top.map(({ n, count: shown, share }) => (
        <Measure
          key={n}
          name={n === 1 ? 'Largest' : `Top ${count(n)}`}
          value={percent(share)}
          note={shown < n ? `all ${count(shown)} there are` : 'of the total'}
        />
      ))}
      {typeof hhi === 'number' && <Measure name="HHI" value={index(hhi)} note={band?.short ?? ''} />}
      {typeof effectiveEntities === 'number' && (
        <Measure
          name="Effective number"
          value={effective(effectiveEntities)}
          note="of equal size would give the same HHI"
        />
      )}
      {!period.problem && !period.measuresProblem && (
        <Measure
          name="Gini"
          value={typeof giniIndex === 'number' ? gini(giniIndex) : '–'}
          note={typeof giniIndex === 'number' ? '0: equal shares, 1: one has all' : 'not defined with negative sums'}
        />
      )}
    </dl>
  );
}

/** Opens the rows behind a figure. @param props.entity the number of columns that are blank in rows without an entity */
function RowsButton(props: { rows: number; period: string; text?: string; entity?: number }) {
  const { rows, period, text = '', entity } = props;
  const of = entity === undefined ? {} : { entity: Array.from({ length: entity }, () => null) };
  return (
    <>
      <button type="button" class="as-link" onClick={() => openRows(period, of)}>
        {plural(rows, 'row')}
      </button>{' '}
      {text}
    </>
  );
}

function Measure({ name, value, note }: { name: string; value: string; note: ComponentChildren }) {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd>
        {value}
        <small>{note}</small>
      </dd>
    </div>
  );
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
