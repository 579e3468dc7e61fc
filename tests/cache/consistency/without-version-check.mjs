// `node --import`ed before the service: its caches then serve whatever they find. The checker must notice.
import { AnswerStore } from '../../../dist/src/cache/answers/answer-store.js';
import { TieredStore } from '../../../dist/src/cache/values/tiered-store.js';

TieredStore.prototype.fitting = (entry) => entry?.value;
AnswerStore.prototype.holds = () => true;
