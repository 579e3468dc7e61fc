import { ERROR_CODES, type ErrorCode as ErrorCodeName } from '../src/model/errors.js';
import { describeEnum } from './describe-enum.js';

const names = Object.keys(ERROR_CODES) as ErrorCodeName[];

/** `extensions.code` of every error, and `Failure.code`. */
export const ErrorCode = Object.fromEntries(names.map((code) => [code, code])) as { [code in ErrorCodeName]: code };
export type { ErrorCodeName };

describeEnum(
  ErrorCode,
  'ErrorCode',
  'What went wrong: the `extensions.code` of an error, and the code of a `Failure`. Codes are stable; new ones may be added.',
  ERROR_CODES,
);
