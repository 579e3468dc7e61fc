import { concentrationCurve } from './concentration-curve.js';
import { overTime } from './over-time.js';
import { shareMap } from './share-map.js';
import { waterfall } from './waterfall.js';

/** A chunk of its own, loaded with the first chart. */
export const plots = { concentrationCurve, overTime, shareMap, waterfall };
