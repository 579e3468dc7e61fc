import { describe, expect, it } from 'vitest';
import { figureToken, readFigureToken } from '../../src/artifact/figure-link.js';
import { ConcentricError } from '../../src/model/errors.js';

const EVERYTHING = { entity: null, segment: null, where: null, search: null };

describe('the token of a figure', () => {
  it.each([
    { period: 'TOTAL', entity: null },
    { period: 'LTM 2024-M03', entity: { parts: ['Garnier Frères / ü', null] } },
    { period: '2024-Q1', entity: { parts: [null] } },
    { period: 'TOTAL', segment: { kind: 'VALUE' as const, name: 'Süd / 1' } },
    { period: 'TOTAL', segment: { kind: 'OTHER' as const, name: null } },
    { period: 'TOTAL', where: { not: { column: 'region', in: ['EMEA', 'Süd'] } }, search: 'Frères' },
  ])('leads back to %j and fits into a path', (figure) => {
    expect(figureToken(figure)).toMatch(/^[\w-]+$/);
    expect(readFigureToken(figureToken(figure))).toEqual({ ...EVERYTHING, ...figure });
  });

  it('is the same for an entity that is left out and for null', () => {
    expect(figureToken({ period: 'TOTAL' })).toBe(figureToken({ period: 'TOTAL', entity: null }));
  });

  it.each([
    '',
    'x',
    encoded('null'),
    encoded('[]'),
    encoded('{"period":1,"entity":null}'),
    encoded('{"period":"TOTAL","entity":{"parts":[1]}}'),
    encoded('{"period":"TOTAL","entity":{"parts":"a"}}'),
    encoded('{"period":"TOTAL","entity":"a"}'),
    encoded('{"period":"TOTAL","entity":null}'),
    encoded('{"entity":null,"period":"TOTAL","segment":{"kind":"ROW","name":"a"}}'),
    encoded('{"entity":null,"period":"TOTAL","segment":"a"}'),
    encoded('{"entity":null,"period":"TOTAL","where":"a"}'),
    encoded('{"entity":null,"period":"TOTAL","where":{"column":1}}'),
    encoded('{"entity":null,"period":"TOTAL","search":1}'),
    encoded('{"entity":null,"period":"TOTAL","search":""}'),
    'A'.repeat(100_000),
  ])('is refused where no figure has it: %s', (token) => {
    expect(readFigureToken(token)).toBeNull();
  });

  it('is refused where names are too long for a link', () => {
    const figure = { period: 'TOTAL', entity: { parts: ['x'.repeat(10_000)] } };
    expect(() => figureToken(figure)).toThrow(ConcentricError);
    expect(() => figureToken(figure)).toThrow(/too long for a link/);
  });
});

function encoded(json: string): string {
  return Buffer.from(json).toString('base64url');
}
