// `node --import`ed before the service: its caches then serve whatever they find. The checker must notice.
import { AnswerMemory } from '../../../dist/src/cache/answers/answer-memory.js';
import { ValueStore } from '../../../dist/src/cache/values/value-store.js';

ValueStore.prototype.validFor = (_place, cached) => cached?.value;
AnswerMemory.prototype.isCurrent = () => true;
