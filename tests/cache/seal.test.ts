import { describe, expect, it } from 'vitest';
import { Seal } from '../../src/cache/seal.js';

const seal = new Seal({ secret: 'a secret that the processes share', build: 'build 1' });
const value = { revision: 12, payload: Buffer.from('{"total":17.5,"name":"Æble"}') };
const sealed = seal.seal('analysis:ds_a:1', value);

describe('a sealed value', () => {
  it('opens for its key, with its revision', () => {
    expect(seal.open('analysis:ds_a:1', sealed)).toEqual(value);
    expect(JSON.parse(sealed.toString())).toMatchObject({ revision: 12, value: { total: 17.5 } });
  });

  it('does not open after any one of its bits was flipped', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(seal.open('analysis:ds_a:1', flipped)).toBeNull();
    }
  });

  it('does not open after it was cut anywhere or extended', () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(seal.open('analysis:ds_a:1', sealed.subarray(0, length))).toBeNull();
    }
    expect(seal.open('analysis:ds_a:1', Buffer.concat([sealed, Buffer.from('}')]))).toBeNull();
  });

  it('does not open for another key, with another secret, or in another build', () => {
    expect(seal.open('analysis:ds_a:2', sealed)).toBeNull();
    expect(seal.open('analysis:ds_b:1', sealed)).toBeNull();
    const others = [
      { secret: 'a guess of somebody who can reach Redis', build: 'build 1' },
      { secret: 'a secret that the processes share', build: 'build 2' },
    ];
    for (const other of others) expect(new Seal(other).open('analysis:ds_a:1', sealed)).toBeNull();
  });

  it('opens for every revision and payload it was sealed with', () => {
    for (const payload of ['', '{}', '\n', '}', '\u0000'].map((text) => Buffer.from(text))) {
      for (const revision of [0, 1, 999_999_999_999_999]) {
        expect(seal.open('k', seal.seal('k', { revision, payload }))).toEqual({ revision, payload });
      }
    }
  });
});
