import { useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import { monthsOf } from '../../format/period-grain.js';
import { lastMonthKey, type MonthSpan, periodKeys } from '../../format/period-keys.js';
import { grainNames, periodName } from '../../format/periods.js';
import { show } from '../../location.js';
import { Dialog } from '../../ui/dialog.js';
import { MAX_WINDOW_MONTHS, type PeriodRules, type Question } from '../question.js';
import { changePeriods } from './filter-state.js';
import { MONTH_NAMES } from './period-words.js';

const TWELVE_MONTHS = 12;

/** Which periods are analysed, what each of them covers, and in which month years start. */
export function PeriodsDialog(props: { schema: ExplorerSchemaFragment; question: Question; onClose: () => void }) {
  const { schema, question, onClose } = props;
  const { grain } = question;
  const [rules, setRules] = useState<PeriodRules>(question.periods);
  const change = (part: Partial<PeriodRules>) => setRules({ ...rules, ...part });
  const span = monthsOf(schema);
  const candidates = schema.periodGrainCandidates;
  const hasMonths = candidates.includes('YEAR_MONTH');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    changePeriods(question, rules, 'Changed the periods.');
    onClose();
  };
  const lastTwelveMonths = (of: MonthSpan) => {
    changePeriods(question, { ...rules, from: null, to: null, months: TWELVE_MONTHS }, 'Last 12 months.');
    show({ grain: 'YEAR_MONTH', period: `LTM ${lastMonthKey(of)}` }, { replace: true });
    onClose();
  };
  return (
    <Dialog title="Periods" onClose={onClose}>
      <form class="fields" onSubmit={submit}>
        {hasMonths && span && (
          <p>
            <button type="button" onClick={() => lastTwelveMonths(span)}>
              Last 12 months
            </button>
          </p>
        )}
        <div class="question-fields">
          <RangeEnd label="From" end="from" question={question} rules={rules} span={span} onChange={change} />
          <RangeEnd label="To" end="to" question={question} rules={rules} span={span} onChange={change} />
        </div>
        {grain !== 'DATE' && (
          <Coverage grain={grainNames[grain]} rules={rules} isYear={grain === 'YEAR'} onChange={change} />
        )}
        {(hasMonths || candidates.includes('YEAR_QUARTER')) && grain !== 'DATE' && (
          <div class="question-fields">
            <label class="field whole">
              Years start in
              <select
                value={rules.fiscalYearStart}
                onChange={(event) =>
                  change({ fiscalYearStart: Number(event.currentTarget.value), from: null, to: null })
                }
              >
                {MONTH_NAMES.map((name, at) => (
                  <option key={name} value={at + 1}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {rules.fiscalYearStart > 1 && (
              <label class="field whole">
                and are named by the year
                <select
                  value={rules.fiscalYearNamedBy}
                  onChange={(event) =>
                    change({
                      fiscalYearNamedBy: event.currentTarget.value as PeriodRules['fiscalYearNamedBy'],
                      from: null,
                      to: null,
                    })
                  }
                >
                  <option value="END">in which they end</option>
                  <option value="START">in which they start</option>
                </select>
              </label>
            )}
          </div>
        )}
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary">
            Apply
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function RangeEnd(props: {
  label: string;
  end: 'from' | 'to';
  question: Question;
  rules: PeriodRules;
  span: MonthSpan | undefined;
  onChange: (part: Partial<PeriodRules>) => void;
}) {
  const { label, end, question, rules, span, onChange } = props;
  const value = rules[end] ?? '';
  const change = (text: string) => onChange({ [end]: text || null });
  if (question.grain === 'DATE') {
    return (
      <label class="field whole">
        {label}
        <input type="date" value={value} onInput={(event) => change(event.currentTarget.value)} />
      </label>
    );
  }
  const keys = span ? periodKeys(question.grain, span, rules) : [];
  return (
    <label class="field whole">
      {label}
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{end === 'from' ? 'the first' : 'the last'}</option>
        {value !== '' && !keys.includes(value) && <option value={value}>{periodName(value)}</option>}
        {keys.map((key) => (
          <option key={key} value={key}>
            {periodName(key)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What a period covers: itself, the months before its end, or the year until its end. */
function Coverage(props: {
  grain: string;
  rules: PeriodRules;
  isYear: boolean;
  onChange: (part: Partial<PeriodRules>) => void;
}) {
  const { grain, rules, isYear, onChange } = props;
  const kind = rules.months !== null ? 'window' : rules.isYearToDate ? 'todate' : 'plain';
  const choose = (chosen: string) =>
    onChange({ months: chosen === 'window' ? TWELVE_MONTHS : null, isYearToDate: chosen === 'todate' });
  return (
    <div class="question-fields">
      <label class="field whole">
        Each period is
        <select value={kind} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="plain">one {grain}</option>
          <option value="window">the last months at the end of the {grain}</option>
          {!isYear && <option value="todate">the year to date</option>}
        </select>
      </label>
      {rules.months !== null && (
        <label class="field short">
          Months
          <input
            type="number"
            min="1"
            max={MAX_WINDOW_MONTHS}
            step="1"
            required
            value={rules.months}
            onInput={(event) => onChange({ months: Number(event.currentTarget.value) || null })}
          />
        </label>
      )}
    </div>
  );
}
