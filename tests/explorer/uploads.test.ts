import { describe, expect, it } from 'vitest';
import { failedFirst, uploadSummary } from '../../explorer/src/datasets/upload-summary.js';

type Entry = Parameters<typeof failedFirst>[0];

const queued: Entry = { state: { kind: 'queued' } };
const done: Entry = { state: { kind: 'done', rows: 3, columns: 2 } };
const failed: Entry = { state: { kind: 'failed', code: 'NO_TABLE', message: 'no table' } };

describe('the list of uploads', () => {
  it('says how many failed before how many are still being read', () => {
    expect(uploadSummary([done, failed, queued, failed])).toBe('2 of 4 failed, 1 being read');
    expect(uploadSummary([done, failed])).toBe('1 of 2 failed');
  });

  it('says how many are being read, or that all are ready, where none failed', () => {
    expect(uploadSummary([queued, done, queued])).toBe('2 of 3 being read');
    expect(uploadSummary([done, done])).toBe('All 2 are ready');
  });

  it('shows failures first and files that are ready last', () => {
    expect([done, queued, failed, done].sort(failedFirst)).toEqual([failed, queued, done, done]);
  });
});
