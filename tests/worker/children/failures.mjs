// The errors that the children of this folder throw, by name.
import { writeFileSync } from 'node:fs';
import { ConcentricError } from '../../../dist/src/model/errors.js';

const systemError = (code, more = {}) =>
  Object.assign(new Error(`${code}: as the system says it`), { code, errno: -1, syscall: 'open', ...more });

export const failures = {
  ENOSPC: () => writeFileSync('/dev/full', 'more than fits'),
  EMFILE: () => Promise.reject(systemError('EMFILE', { path: '/srv/data/x' })),
  EACCES: () => Promise.reject(systemError('EACCES')),
  'a ConcentricError with details': () => {
    const cause = new Error('while reading', { cause: systemError('EIO') });
    throw new ConcentricError('FILE_TOO_LARGE', 'Too large.', { maxBytes: 5, sheets: ['a', 'b'] }, { cause });
  },
  'a TypeError': () => undefined.missing,
  'an AbortError': () => AbortSignal.abort().throwIfAborted(),
  'a text': () => Promise.reject('only a text'),
  'an error that refers to itself': () => {
    const error = new Error('circular');
    error.cause = error;
    throw error;
  },
};
