// `node --import`ed before the service: schemas and analyses are not found in memory.
import { MemoryTier } from '../../../dist/src/cache/values/memory-tier.js';

MemoryTier.prototype.get = () => undefined;
