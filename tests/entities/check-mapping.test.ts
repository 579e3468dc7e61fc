import { describe, expect, it } from 'vitest';
import { checkedMapping } from '../../src/entities/check-mapping.js';
import type { EntityMapping } from '../../src/model/entity-mapping.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';

function check(mapping: Partial<EntityMapping>) {
  return checkedMapping({ merges: [], parents: [], distinct: [], ...mapping }, foldSpelling);
}

function refusal(mapping: Partial<EntityMapping>) {
  try {
    check(mapping);
  } catch (error) {
    return error as { code: string; message: string; details: Record<string, unknown> };
  }
  throw new Error('the mapping was accepted');
}

describe('checkedMapping', () => {
  it('gives equal mappings one form, whatever their order, repetition and outer spaces', () => {
    const canonical = check({
      merges: [
        { entity: 'ACME', names: ['Acme Ltd', 'ACME Inc'] },
        { entity: 'Beta', names: ['B'] },
      ],
      distinct: [['x', 'y']],
    });
    const other = check({
      merges: [
        { entity: ' Beta', names: ['B', 'b ', 'Beta'] },
        { entity: 'ACME', names: ['ACME Inc', 'Acme Ltd', 'acme'] },
        { entity: 'Alone', names: ['alone'] },
      ],
      distinct: [
        ['y', 'x'],
        ['x', 'y'],
      ],
    });
    expect(other).toEqual(canonical);
    expect(canonical.merges).toEqual([
      { entity: 'ACME', names: ['ACME Inc', 'Acme Ltd'] },
      { entity: 'Beta', names: ['B'] },
    ]);
  });

  it.each([
    ['among the names', 'b', ['X ']],
    ['an entity among the names', 'b', ['A']],
    ['an entity twice', 'a', ['y']],
  ])('refuses a name in two merges: %s', (_where, entity, names) => {
    const merges = [
      { entity: 'a', names: ['x'] },
      { entity, names },
    ];
    const { code, details, message } = refusal({ merges });
    expect(code).toBe('ENTITY_NAME_REPEATED');
    expect(details.path).toBe(entity === 'a' ? 'merges[1].entity' : 'merges[1].names[0]');
    expect(message).toContain('merges[0]');
  });

  it('refuses an entity with two parents, and says where both are', () => {
    const { code, message, details } = refusal({
      parents: [
        { entity: 'Audi', parent: 'VW' },
        { entity: 'audi', parent: 'Porsche' },
      ],
    });
    expect(code).toBe('ENTITY_NAME_REPEATED');
    expect(details.path).toBe('parents[1].entity');
    expect(message).toMatch(/"VW" in parents\[0\] and "Porsche" in parents\[1\]/);
  });

  it('refuses a parent of a name that is merged, and names the entity to write instead', () => {
    const merges = [{ entity: 'NHS CCG', names: ['NHS CCG *'] }];
    const { code, message } = refusal({ merges, parents: [{ entity: 'NHS CCG *', parent: 'NHS' }] });
    expect(code).toBe('ENTITY_NAME_REPEATED');
    expect(message).toContain('Write "NHS CCG" instead');
    expect(check({ merges, parents: [{ entity: 'nhs ccg', parent: 'NHS' }] }).parents).toHaveLength(1);
  });

  it.each<[string[], number]>([
    [['a', 'a'], 1],
    [['a', 'b', 'a'], 2],
    [['x', 'y', 'z', 'Y'], 2],
    [Array.from({ length: 30 }, (_, i) => `n${i % 29}`), 29],
  ])('refuses parents in a circle: %j', (chain, length) => {
    const parents = chain.slice(1).map((parent, at) => ({ entity: chain[at]!, parent }));
    const { code, details } = refusal({ parents });
    expect(code).toBe('ENTITY_CYCLE');
    expect(details.names).toHaveLength(length);
  });

  it('accepts parents that meet without a circle, however long the chain', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => ({ entity: `n${i}`, parent: `n${i + 1}` }));
    expect(check({ parents: [...chain, { entity: 'side', parent: 'n5' }] }).parents).toHaveLength(20_001);
  });

  it('refuses blank names and sets of one distinct name', () => {
    expect(refusal({ merges: [{ entity: 'a', names: [' \u3000'] }] }).details.path).toBe('merges[0].names[0]');
    expect(refusal({ parents: [{ entity: 'a', parent: '' }] }).details.path).toBe('parents[0].parent');
    expect(refusal({ distinct: [['a', 'A']] }).code).toBe('INVALID_INPUT');
    expect(refusal({ distinct: [[]] }).code).toBe('INVALID_INPUT');
  });

  it('refuses more names than can be applied', () => {
    const names = Array.from({ length: 200_001 }, (_, i) => `n${i}`);
    expect(refusal({ merges: [{ entity: 'a', names }] }).code).toBe('INVALID_INPUT');
  });
});
