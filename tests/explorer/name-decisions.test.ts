import { describe, expect, it } from 'vitest';
import {
  type Decisions,
  merged,
  noDecisions,
  refused,
  unmerged,
  unrefused,
  withParent,
} from '../../explorer/src/dataset/name-decisions.js';

describe('decisions about names', () => {
  it('merge names under the first of them', () => {
    expect(merged(noDecisions, ['NHS CCG', 'NHS CCG *']).merges).toEqual([{ entity: 'NHS CCG', names: ['NHS CCG *'] }]);
  });

  it('bring along the names that were merged before, and the parents of all', () => {
    const before: Decisions = {
      merges: [
        { entity: 'Acme', names: ['Acme Ltd'] },
        { entity: 'Other', names: ['other'] },
      ],
      parents: [
        { entity: 'Acme', parent: 'Group' },
        { entity: 'ACME Foods', parent: 'Else' },
        { entity: 'x', parent: 'Acme' },
      ],
      distinct: [],
    };
    expect(merged(before, ['ACME Foods', 'Acme'])).toEqual({
      merges: [
        { entity: 'Other', names: ['other'] },
        { entity: 'ACME Foods', names: ['Acme', 'Acme Ltd'] },
      ],
      parents: [
        { entity: 'ACME Foods', parent: 'Group' },
        { entity: 'x', parent: 'ACME Foods' },
      ],
      distinct: [],
    });
  });

  it('drop a parent that would be the entity itself', () => {
    const before = { ...noDecisions, parents: [{ entity: 'a', parent: 'b' }] };
    expect(merged(before, ['a', 'b']).parents).toEqual([]);
  });

  it('can be undone', () => {
    const one = merged(noDecisions, ['a', 'b']);
    expect(unmerged(one, 'a')).toEqual(noDecisions);
    expect(unrefused(refused(noDecisions, ['a', 'b']), 0)).toEqual(noDecisions);
    const grouped = withParent(withParent(noDecisions, 'a', 'x'), 'a', 'y');
    expect(grouped.parents).toEqual([{ entity: 'a', parent: 'y' }]);
    expect(withParent(grouped, 'a', '')).toEqual(noDecisions);
  });
});
