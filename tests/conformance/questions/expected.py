"""Answers to questions about four real files, in exact arithmetic, by code that shares nothing with the service.

Usage: python3 expected.py FOLDER > expected.json, where FOLDER holds the files; then npm run format. Standard library only.
Each answer is a list of facts: a path into the GraphQL answer (periods by their key) and what must be there, a string for
exact numbers and names, a number for what is rounded to a double.
"""

import csv
import json
import sys
import unicodedata
from datetime import date
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 60
FOLDER = sys.argv[1]


def folded(text):
    return ' '.join(unicodedata.normalize('NFC', text).casefold().split())


def exact(number):
    """The shortest decimal form of an exact number."""
    number = Fraction(number)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    assert Fraction(decimal) == number, number
    text = format(decimal, 'f')
    return text.rstrip('0').rstrip('.') if '.' in text else text


def grouped(rows, key):
    """Sums and row counts by folded key, with the spelling of the largest sum."""
    sums, counts, spelled = {}, {}, {}
    for row in rows:
        parts = key(row)
        folds = tuple(folded(part) for part in parts)
        sums[folds] = sums.get(folds, 0) + row['amount']
        counts[folds] = counts.get(folds, 0) + 1
        spellings = spelled.setdefault(folds, {})
        spellings[parts] = spellings.get(parts, 0) + row['amount']
    names = {folds: min(each, key=lambda parts: (-each[parts], parts)) for folds, each in spelled.items()}
    ranked = sorted(sums, key=lambda folds: (-sums[folds], names[folds]))
    return [{'name': names[each], 'sum': sums[each], 'rows': counts[each], 'folds': each} for each in ranked]


def reaching(ranked, total, percent):
    cumulative = Fraction(0)
    for count, each in enumerate(ranked, 1):
        cumulative += each['sum']
        if 100 * cumulative >= percent * total:
            return count
    return None


def hhi(ranked):
    assigned = sum(each['sum'] for each in ranked)
    return float(sum((100 * each['sum'] / assigned) ** 2 for each in ranked))


def measures(path, ranked, percents=(10, 20, 50)):
    """Total, entities, HHI and how many reach each threshold; the default thresholds, in order."""
    total = sum(each['sum'] for each in ranked)
    facts = [
        [f'{path}.totalExact', exact(total)],
        [f'{path}.entityCount', len(ranked)],
        [f'{path}.rowCount', sum(each['rows'] for each in ranked)],
        [f'{path}.hhi', hhi(ranked)],
        [f'{path}.head.0.entity', ' · '.join(ranked[0]['name'])],
        [f'{path}.head.0.valueExact', exact(ranked[0]['sum'])],
    ]
    for index, percent in enumerate(percents):
        facts.append([f'{path}.thresholds.{index}.reaching.count', reaching(ranked, total, percent)])
    return facts


def classes(path, ranked):
    """Class A is the fewest of the largest that reach 80 % of the total, B those after them that reach 95 %, C the rest."""
    total = sum(each['sum'] for each in ranked)
    a, ab = reaching(ranked, total, 80), reaching(ranked, total, 95)
    return [
        [f'{path}.classes.0.count', a],
        [f'{path}.classes.1.count', ab - a],
        [f'{path}.classes.2.count', len(ranked) - ab],
    ]


def limits(path, ranked, percent):
    total = sum(each['sum'] for each in ranked)
    above = [each for each in ranked if 100 * each['sum'] > percent * total]
    excess = sum(each['sum'] - Fraction(percent, 100) * total for each in above)
    return [
        [f'{path}.limits.0.count', len(above)],
        [f'{path}.limits.0.valueExact', exact(sum(each['sum'] for each in above))],
        [f'{path}.limits.0.excess', float(excess)],
    ]


def bridge(path, now, before, earlier=()):
    """What came and went between two sets of rows. `earlier` are the rows of all periods before `now`."""
    sums = lambda rows: {each['folds']: each['sum'] for each in rows}
    now, before = sums(now), sums(before)
    known = {each['folds'] for each in earlier}
    changes = {'new': [], 'returning': [], 'lost': [], 'expanded': [], 'contracted': []}
    unchanged = 0
    for entity in {*now, *before}:
        change = now.get(entity, 0) - before.get(entity, 0)
        if entity not in before:
            kind = 'returning' if entity in known else 'new'
        elif entity not in now:
            kind = 'lost'
        elif change == 0:
            unchanged += 1
            continue
        else:
            kind = 'expanded' if change > 0 else 'contracted'
        changes[kind].append(change)
    assert sum(map(sum, changes.values())) == sum(now.values()) - sum(before.values())
    facts = [[f'{path}.bridge.changeExact', exact(sum(now.values()) - sum(before.values()))]]
    for kind, each in changes.items():
        facts.append([f'{path}.bridge.{kind}.count', len(each)])
        facts.append([f'{path}.bridge.{kind}.changeExact', exact(sum(each, Fraction(0)))])
    facts.append([f'{path}.bridge.unchanged', unchanged])
    positive = {entity: value for entity, value in before.items() if value > 0}
    base = sum(positive.values())
    kept = sum(min(value, max(now.get(entity, 0), 0)) for entity, value in positive.items())
    stayed = sum(now.get(entity, Fraction(0)) for entity in positive)
    gone = sum(1 for entity in positive if now.get(entity, 0) <= 0)
    facts.append([f'{path}.bridge.retention.gross', float(100 * kept / base)])
    facts.append([f'{path}.bridge.retention.net', float(100 * stayed / base)])
    facts.append([f'{path}.bridge.retention.logoChurn', float(Fraction(100 * gone, len(positive)))])
    return facts


def read(name, delimiter, encoding, row_of):
    with open(f'{FOLDER}/{name}', encoding=encoding, newline='') as file:
        rows = []
        for number, row in enumerate(csv.DictReader(file, delimiter=delimiter)):
            row = {(header or '').strip(): (cell or '').strip() for header, cell in row.items()}
            made = row_of(row)
            if made is not None:
                rows.append({**made, 'cells': row, 'number': number + 2})
        return rows


questions = []


def question(file, title, input, facts, **more):
    questions.append({'file': file, 'title': title, 'input': input, **more, 'facts': facts})


# Salford: suppliers of a council, by year and quarter.

SALFORD = 'salford_spend_year_quarter.csv'
salford = read(
    SALFORD,
    ',',
    'utf-8-sig',
    lambda row: {
        'amount': Fraction(row['Net Amount (£)']),
        'supplier': row['Supplier Name'],
        'area': row['Service Area'],
        'quarter': (int(row['Year']), int(row['Quarter'][1])),
    },
)
supplier = lambda row: (row['supplier'],)
quarters = sorted({row['quarter'] for row in salford})
key = lambda quarter: f'{quarter[0]}-Q{quarter[1]}'
SPEND = {'groupBy': ['supplier_name'], 'value': 'net_amount'}

some = [row for row in salford if (2019, 2) <= row['quarter'] <= (2020, 1)]
without = [row for row in some if folded(row['supplier']) not in ('nhs ccg', 'nhs ccg *')]
gone = sum(row['amount'] for row in some) - sum(row['amount'] for row in without)
question(
    SALFORD,
    'a year of suppliers without the health service',
    {
        **SPEND,
        'periods': {'from': '2019-Q2', 'to': '2020-Q1'},
        'exclude': [{'parts': ['NHS CCG']}, {'parts': ['NHS CCG *']}],
    },
    measures('total', grouped(without, supplier))
    + [['total.leftOut.valueExact', exact(gone)], ['total.leftOut.entities', 2]]
    + [
        fact
        for quarter in quarters
        if (2019, 2) <= quarter <= (2020, 1)
        for fact in measures(f'byPeriod.{key(quarter)}', grouped([r for r in without if r['quarter'] == quarter], supplier))
    ],
)

large = [row for row in salford if row['amount'] >= 10_000]
question(
    SALFORD,
    'service area and supplier together, invoices of 10,000 and more',
    {
        'groupBy': ['service_area', 'supplier_name'],
        'value': 'net_amount',
        'where': {'column': 'net_amount', 'gte': '10000'},
    },
    measures('total', grouped(large, lambda row: (row['area'], row['supplier'])))
    + classes('total', grouped(large, lambda row: (row['area'], row['supplier']))),
)

facts = []
for year, quarter in quarters:
    rows = [row for row in salford if row['quarter'][0] == year and row['quarter'][1] <= quarter]
    facts += measures(f'byPeriod.YTD {year}-Q{quarter}', grouped(rows, supplier))
question(SALFORD, 'the year to date at the end of each quarter', {**SPEND, 'periods': {'yearToDate': True}}, facts)

facts = []
for year, quarter in quarters:
    if (year - 1, quarter) in quarters:
        of = lambda wanted: grouped([row for row in salford if row['quarter'] == wanted], supplier)
        earlier = grouped([row for row in salford if row['quarter'] < (year, quarter)], supplier)
        facts += bridge(f'byPeriod.{key((year, quarter))}', of((year, quarter)), of((year - 1, quarter)), earlier)
assert facts
question(SALFORD, 'what came and went against the quarter a year before', {**SPEND, 'bridge': 'YEAR_BEFORE'}, facts)

ranked = grouped(salford, supplier)
found = [each for each in ranked if 'council' in each['folds'][0]]
facts = limits('total', ranked, 2) + classes('total', ranked) + [['entities.totalCount', len(found)]]
for index, each in enumerate(found[2:5]):
    facts += [
        [f'entities.nodes.{index}.entity', each['name'][0]],
        [f'entities.nodes.{index}.rank', ranked.index(each) + 1],
        [f'entities.nodes.{index}.valueExact', exact(each['sum'])],
        [f'entities.nodes.{index}.rowCount', each['rows']],
    ]
question(
    SALFORD,
    'everyone: above 2 %, classes, and all councils by rank',
    {**SPEND, 'limits': [2]},
    facts,
    entities={'search': 'COUNCIL', 'skip': 2, 'first': 3},
)

# Leeds: suppliers of a council in one month, by day.

LEEDS = 'leeds_spend_2012-10_raw.csv'
MONTHS = {name: index for index, name in enumerate('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(), 1)}


def leeds_row(row):
    if not row['Net amount']:
        return None
    day, month, year = row['Date paid'].split('-')
    return {
        'amount': Fraction(row['Net amount'].replace(',', '')),
        'supplier': row['Supplier name'],
        'category': row['Expenditure category'],
        'kind': row['Capital or revenue'],
        'date': date(int(year), MONTHS[month], int(day)),
    }


leeds = read(LEEDS, ',', 'cp1252', leeds_row)
REDACTED = 'redacted personal data'

rows = [row for row in leeds if row['kind'] == 'C' and folded(row['supplier']) != REDACTED]
question(
    LEEDS,
    'capital spending without the redacted suppliers',
    {
        **SPEND,
        'where': {'and': [{'column': 'capital_or_revenue', 'eq': 'c'}, {'column': 'supplier_name', 'notIn': ['Redacted  Personal Data']}]},
    },
    measures('total', grouped(rows, supplier)),
)

facts = []
kinds = grouped(leeds, lambda row: (row['kind'],))
for index, kind in enumerate(kinds):
    rows = [row for row in leeds if folded(row['kind']) == kind['folds'][0]]
    ranked = grouped(rows, supplier)
    facts += [[f'segments.{index}.name', kind['name'][0]]] + measures(f'segments.{index}.concentration', ranked)
question(LEEDS, 'within capital and within revenue', {**SPEND, 'splitBy': 'capital_or_revenue'}, facts)

both = grouped(leeds, lambda row: (row['category'], row['supplier']))
question(
    LEEDS,
    'expenditure category and supplier together',
    {'groupBy': ['expenditure_category', 'supplier_name'], 'value': 'net_amount', 'classes': [80, 95]},
    measures('total', both),
)

ranked = grouped(leeds, supplier)
second = [row for row in leeds if folded(row['supplier']) == ranked[1]['folds'][0]]
facts = [['rows.totalCount', len(second)], ['rows.sumExact', exact(ranked[1]['sum'])]]
for index, row in enumerate(second[:5]):
    facts += [[f'rows.nodes.{index}.rowNumber', row['number']], [f'rows.nodes.{index}.valueExact', exact(row['amount'])]]
question(
    LEEDS,
    'the rows behind the second largest supplier',
    SPEND,
    facts,
    rows={'entity': {'parts': [ranked[1]['name'][0].upper()]}, 'first': 5},
)

week = [row for row in leeds if date(2012, 10, 15) <= row['date'] <= date(2012, 10, 21)]
facts = measures('total', grouped(week, supplier))
for day in sorted({row['date'] for row in week}):
    facts += measures(f'byPeriod.{day.isoformat()}', grouped([row for row in week if row['date'] == day], supplier))
question(
    LEEDS,
    'one week, day by day',
    {**SPEND, 'periods': {'grain': 'DATE', 'from': '2012-10-15', 'to': '2012-10-21'}},
    facts,
)

# Superstore: orders with decimal commas and American dates.

SUPERSTORE = 'global_superstore_decimal_comma.tsv'


def superstore_row(row):
    month, day, year = row['Order Date'].split('/')
    number = lambda cell: Fraction(cell.replace(',', '.'))
    return {
        'amount': number(row['Sales']),
        'profit': number(row['Profit']),
        'discount': number(row['Discount']),
        'customer': row['Customer Name'],
        'market': row['Market'],
        'category': row['Category'],
        'sub': row['Sub-Category'],
        'month': (2000 + int(year)) * 12 + int(month) - 1,
    }


superstore = read(SUPERSTORE, '\t', 'utf-8-sig', superstore_row)
customer = lambda row: (row['customer'],)
SALES = {'groupBy': ['customer_name'], 'value': 'sales'}
first, last = min(row['month'] for row in superstore), max(row['month'] for row in superstore)

facts = []
for month in range(first + 11, last + 1):
    rows = [row for row in superstore if month - 11 <= row['month'] <= month]
    facts += measures(f'byPeriod.LTM {month // 12}-M{month % 12 + 1:02}', grouped(rows, customer))
question(
    SUPERSTORE,
    'the last twelve months at the end of each month',
    {**SALES, 'periods': {'grain': 'YEAR_MONTH', 'window': {'months': 12}}},
    facts,
)

# Fiscal years from April, named by the year in which they end: month 3 of a year begins the fiscal year of the next.
fiscal = lambda row: ((row['month'] - 3) // 12 + 1, (row['month'] - 3) % 12 // 3 + 1)
facts = []
fiscals = sorted({fiscal(row) for row in superstore})
for before, now in zip(fiscals, fiscals[1:]):
    of = lambda wanted: grouped([row for row in superstore if fiscal(row) == wanted], customer)
    earlier = grouped([row for row in superstore if fiscal(row) < now], customer)
    facts += measures(f'byPeriod.FY{now[0]}-Q{now[1]}', of(now))
    facts += bridge(f'byPeriod.FY{now[0]}-Q{now[1]}', of(now), of(before), earlier)
question(
    SUPERSTORE,
    'quarters of fiscal years from April, each against the one before',
    {**SALES, 'periods': {'grain': 'YEAR_QUARTER', 'fiscalYearStart': 4}, 'bridge': 'PREVIOUS'},
    facts,
)

rows = [
    row
    for row in superstore
    if row['market'] in ('EMEA', 'APAC') and row['category'] != 'Technology' and row['month'] >= 2013 * 12
]
question(
    SUPERSTORE,
    'two markets without a category, since 2013',
    {
        **SALES,
        'where': {
            'and': [
                {'column': 'market', 'in': ['emea', ' Apac ']},
                {'not': {'column': 'category', 'eq': 'TECHNOLOGY'}},
                {'column': 'order_date', 'gte': '2013-01-01'},
            ]
        },
    },
    measures('total', grouped(rows, customer)) + classes('total', grouped(rows, customer)),
)

profits = [{**row, 'amount': row['profit']} for row in superstore]
question(
    SUPERSTORE,
    'profit, with its losses, by category and sub-category',
    {'groupBy': ['category', 'sub_category'], 'value': 'profit'},
    measures('total', grouped(profits, lambda row: (row['category'], row['sub']))),
)

rows = [row for row in superstore if row['discount'] == 0 or row['discount'] > Fraction(1, 2)]
question(
    SUPERSTORE,
    'orders without a discount or with one above one half',
    {
        **SALES,
        'limits': [1],
        'where': {'or': [{'column': 'discount', 'eq': '0.0'}, {'column': 'discount', 'gt': '0.50'}]},
    },
    measures('total', grouped(rows, customer)) + limits('total', grouped(rows, customer), 1),
)

# GDP: countries by year, among them aggregates of countries.

GDP = 'gdp_long_year.csv'
gdp = read(
    GDP,
    ',',
    'utf-8-sig',
    lambda row: {
        'amount': Fraction(row['Value']),
        'country': row['Country Name'],
        'year': int(row['Year']),
    },
)
country = lambda row: (row['country'],)
OUTPUT = {'groupBy': ['country_name'], 'value': 'value'}
BRICS = ['Brazil', 'Russian Federation', 'India', 'China', 'South Africa']
EURO = ['Germany', 'France', 'Italy', 'Spain', 'Netherlands', 'Belgium', 'Austria', 'Ireland', 'Finland', 'Portugal', 'Greece']
years = sorted({row['year'] for row in gdp})
parts = lambda names: [{'parts': [name]} for name in names]
of_names = lambda names: [row for row in gdp if row['country'] in names]

facts = []
for year in range(2000, 2011):
    facts += measures(f'byPeriod.{year}', grouped([row for row in of_names(BRICS) if row['year'] == year], country))
question(
    GDP,
    'five countries from 2000 to 2010',
    {**OUTPUT, 'only': parts(BRICS), 'periods': {'from': '2000', 'to': '2010'}},
    facts,
)

facts = []
for before, now in zip(years, years[1:]):
    of = lambda wanted: grouped([row for row in of_names(EURO) if row['year'] == wanted], country)
    earlier = grouped([row for row in of_names(EURO) if row['year'] < now], country)
    facts += bridge(f'byPeriod.{now}', of(now), of(before), earlier)
question(
    GDP,
    'what came and went among eleven countries',
    {**OUTPUT, 'where': {'column': 'country_name', 'in': EURO}, 'bridge': 'PREVIOUS'},
    facts,
)

last_year = grouped([row for row in of_names(EURO) if row['year'] == 2010], country)
question(
    GDP,
    'who of them is above 15 % in one year',
    {**OUTPUT, 'only': parts(EURO), 'limits': [15], 'where': {'column': 'year', 'eq': '2010'}},
    measures('total', last_year) + limits('total', last_year, 15) + classes('total', last_year),
)

facts = []
for index, year in enumerate(year for year in years if 1990 <= year <= 2000):
    ranked = grouped([row for row in of_names(BRICS) if row['year'] == year], country)
    place = next(rank for rank, each in enumerate(ranked, 1) if each['name'] == ('China',))
    facts += [
        [f'entity.byPeriod.{index}.period', str(year)],
        [f'entity.byPeriod.{index}.entity.rank', place],
        [f'entity.byPeriod.{index}.entity.valueExact', exact(ranked[place - 1]['sum'])],
        [f'entity.byPeriod.{index}.entity.share', float(100 * ranked[place - 1]['sum'] / sum(e['sum'] for e in ranked))],
    ]
question(
    GDP,
    'the history of one country among five',
    {**OUTPUT, 'only': parts(BRICS), 'periods': {'from': '1990', 'to': '2000'}},
    facts,
    entity={'parts': ['CHINA']},
)

names = [row for row in gdp if folded(row['country']).startswith('united') and row['amount'] > Fraction(10) ** 12]
question(
    GDP,
    'names that begin alike, years above a trillion',
    {
        **OUTPUT,
        'where': {'and': [{'column': 'country_name', 'startsWith': 'UNITED'}, {'column': 'value', 'gt': '1000000000000'}]},
    },
    measures('total', grouped(names, country)),
)

# Segments by period, and ranges compared by position: each segment in each period is the rows of both, on their own.


def by_period(rows, segment_of, period_of, key_of, percents=(10, 20, 50)):
    """Facts of each segment, the largest first, in each of its periods. `period_of` gives the periods of a row."""
    facts = []
    segments = [each for each in grouped(rows, lambda row: (segment_of(row),)) if each['folds'] != ('',)]
    # An entity has one name in all segments: the spelling of its largest sum over all rows.
    names = {each['folds']: each['name'] for each in grouped(rows, key_of)}
    totals = {}
    for row in rows:
        for period in period_of(row):
            totals[period] = totals.get(period, 0) + row['amount']
    for place, segment in enumerate(segments):
        path = f'segments.{place}'
        mine = [row for row in rows if folded(segment_of(row)) == segment['folds'][0]]
        facts.append([f'{path}.name', segment['name'][0]])
        periods = sorted({period for row in mine for period in period_of(row)})
        facts.append([f'{path}.byPeriod.length', len(periods)])
        for index, period in enumerate(periods):
            ranked = grouped([row for row in mine if period in period_of(row)], key_of)
            total = sum(each['sum'] for each in ranked)
            here = f'{path}.byPeriod.{index}'
            facts += [
                [f'{here}.concentration.totalExact', exact(total)],
                [f'{here}.concentration.entityCount', len(ranked)],
                [f'{here}.concentration.head.0.entity', ' · '.join(names[ranked[0]['folds']])],
            ]
            if totals[period] > 0:
                facts.append([f'{here}.share', float(100 * total / totals[period])])
            if total > 0:
                facts.append([f'{here}.concentration.hhi', hhi(ranked)])
                facts += [
                    [f'{here}.concentration.thresholds.{at}.reaching.count', reaching(ranked, total, percent)]
                    for at, percent in enumerate(percents)
                ]
    return facts


large = [row for row in salford if row['amount'] >= 1_000 and folded(row['supplier']) not in ('nhs ccg', 'nhs ccg *')]
question(
    SALFORD,
    'each service area by quarter, without the health service and small invoices',
    {
        **SPEND,
        'splitBy': 'service_area',
        'segmentPeriods': True,
        'where': {'column': 'net_amount', 'gte': '1000'},
        'exclude': [{'parts': ['NHS CCG']}, {'parts': ['NHS CCG *']}],
    },
    by_period(large, lambda row: row['area'], lambda row: [row['quarter']], supplier),
)

half_year = lambda row: [
    quarter
    for quarter in quarters
    if 0 <= quarter[0] * 4 + quarter[1] - (row['quarter'][0] * 4 + row['quarter'][1]) < 2
]
question(
    SALFORD,
    'the last two quarters at the end of each, within each service area',
    {**SPEND, 'splitBy': 'service_area', 'segmentPeriods': True, 'periods': {'window': {'months': 6}}},
    by_period(salford, lambda row: row['area'], half_year, supplier),
)

fiscal_year = lambda row: [(row['month'] + 9) // 12]
question(
    SUPERSTORE,
    'customers within each market by fiscal year from April',
    {
        **SALES,
        'splitBy': 'market',
        'segmentPeriods': True,
        'periods': {'grain': 'YEAR', 'fiscalYearStart': 4},
    },
    by_period(superstore, lambda row: row['cells']['Market'], fiscal_year, customer),
)


def compared(path, now, then):
    """The difference of two groupings, in what only one has and what both have."""
    now, then = ({each['folds']: each['sum'] for each in side} for side in (now, then))
    sums = lambda side, keys: sum((side[key] for key in keys), Fraction(0))
    entered, left, both = now.keys() - then.keys(), then.keys() - now.keys(), now.keys() & then.keys()
    return [
        [f'{path}.total.differenceExact', exact(sums(now, now) - sums(then, then))],
        [f'{path}.onlyInThis.count', len(entered)],
        [f'{path}.onlyInThis.valueExact', exact(sums(now, entered))],
        [f'{path}.onlyInOther.count', len(left)],
        [f'{path}.onlyInOther.valueExact', exact(sums(then, left))],
        [f'{path}.inBoth.count', len(both)],
        [f'{path}.inBoth.total.differenceExact', exact(sums(now, both) - sums(then, both))],
    ]


facts = []
for month in range(12):
    this, last = 2014 * 12 + month, 2013 * 12 + month
    of_month = lambda month: grouped([row for row in superstore if row['month'] == month], customer)
    facts += [
        [f'comparison.byPeriod.{month}.period', f'2014-M{month + 1:02}'],
        [f'comparison.byPeriod.{month}.otherPeriod', f'2013-M{month + 1:02}'],
        *compared(f'comparison.byPeriod.{month}', of_month(this), of_month(last)),
    ]
question(
    SUPERSTORE,
    'each month of 2014 against that of 2013',
    {
        **SALES,
        'periods': {'grain': 'YEAR_MONTH', 'from': '2014', 'to': '2014'},
        'compareWith': {'periods': {'from': '2013', 'to': '2013'}},
    },
    facts,
)

sys.stdout.write('[\n' + ',\n'.join(json.dumps(each, ensure_ascii=False, separators=(',', ':')) for each in questions) + '\n]\n')
