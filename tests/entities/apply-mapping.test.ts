import { describe, expect, it } from 'vitest';
import { entityNames } from '../../src/entities/apply-mapping.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';

const mapping = {
  merges: [
    { entity: 'Volkswagen AG', names: ['VW', 'volkswagen aktiengesellschaft'] },
    { entity: 'Audi', names: ['Audi AG'] },
  ],
  parents: [
    { entity: 'Audi', parent: 'VW' },
    { entity: 'Volkswagen AG', parent: 'Porsche SE' },
    { entity: 'Seat', parent: 'Volkswagen AG' },
  ],
};

function lookUp(level: 'ENTITY' | 'PARENT', names: string[], keyOf?: (name: string) => string) {
  const entities = entityNames(mapping, level, keyOf);
  return names.map((name) => entities.get((keyOf ?? foldSpelling)(name)) ?? null);
}

describe('entityNames', () => {
  it('gives the entity of each merged name in any spelling, and of the entity itself', () => {
    expect(lookUp('ENTITY', ['VW', 'vw', 'Volkswagen  Aktiengesellschaft', 'VOLKSWAGEN AG', 'audi ag'])).toEqual([
      'Volkswagen AG',
      'Volkswagen AG',
      'Volkswagen AG',
      'Volkswagen AG',
      'Audi',
    ]);
  });

  it('leaves names alone that the mapping does not mention, and parents at the level of entities', () => {
    expect(lookUp('ENTITY', ['BMW', 'Seat', 'Porsche SE'])).toEqual([null, null, null]);
  });

  it('gives the topmost parent, through parents that are merged into others', () => {
    expect(lookUp('PARENT', ['Audi AG', 'Audi', 'SEAT', 'VW', 'porsche se', 'BMW'])).toEqual([
      'Porsche SE',
      'Porsche SE',
      'Porsche SE',
      'Porsche SE',
      'Porsche SE',
      null,
    ]);
  });

  it('distinguishes spellings where names are matched exactly', () => {
    const exactly = (name: string) => name;
    expect(lookUp('ENTITY', ['VW', 'vw', 'audi ag', 'Audi AG'], exactly)).toEqual([
      'Volkswagen AG',
      null,
      null,
      'Audi',
    ]);
  });

  it('ends on parents that lead in a circle', () => {
    const circle = {
      merges: [],
      parents: [
        { entity: 'a', parent: 'b' },
        { entity: 'b', parent: 'a' },
      ],
    };
    expect(entityNames(circle, 'PARENT').size).toBe(2);
  });
});
