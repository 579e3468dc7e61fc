import { answerOnce } from '../../../worker/run-in-thread.js';
import { extractTable } from './extract-table.js';

await answerOnce(extractTable);
