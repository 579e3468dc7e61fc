import { answerOnce } from '../../../worker/run-in-thread.js';
import { extractTables } from './extract-table.js';

await answerOnce(extractTables);
