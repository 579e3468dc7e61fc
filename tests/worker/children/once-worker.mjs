import { answerOnce } from '../../../dist/src/worker/run-in-thread.js';
import { failures } from './failures.mjs';

await answerOnce((name) => failures[name]());
