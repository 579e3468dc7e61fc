// `node --import`ed before the service: no whole answer is found anywhere, so that every request is resolved.
import { AnswerMemory } from '../../../dist/src/cache/answers/answer-memory.js';
import { OperationAnswers } from '../../../dist/src/cache/answers/operation-answers.js';

AnswerMemory.prototype.find = () => ({ status: 'miss' });
AnswerMemory.prototype.store = () => null;
OperationAnswers.prototype.find = () => ({ status: 'miss' });
OperationAnswers.prototype.store = () => false;
