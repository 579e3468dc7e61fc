// `node --import`ed before the service: nothing is found in the memory of whole answers.
import { AnswerMemory } from '../../../dist/src/cache/answers/answer-memory.js';

AnswerMemory.prototype.find = () => ({ status: 'miss' });
