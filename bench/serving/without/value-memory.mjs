// `node --import`ed before the service: schemas and analyses are not found in memory.
import { ValueStore } from '../../../dist/src/cache/values/value-store.js';

ValueStore.prototype.getFromMemory = () => undefined;
