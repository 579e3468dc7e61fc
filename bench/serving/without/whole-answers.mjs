// `node --import`ed before the service: no whole answer is found anywhere, so that every request is resolved.
import { AnswerStore } from '../../../dist/src/cache/answers/answer-store.js';

AnswerStore.prototype.find = () => ({ status: 'miss' });
AnswerStore.prototype.findShared = async () => ({ status: 'miss' });
AnswerStore.prototype.keep = () => null;
