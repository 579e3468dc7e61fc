import { concentrationCurve } from './concentration-curve.js';
import { multiplesOverTime } from './multiples-over-time.js';
import { overTime } from './over-time.js';
import { shareMap } from './share-map.js';
import { smallMultiples } from './small-multiples.js';
import { waterfall } from './waterfall.js';

/** A chunk of its own, loaded with the first chart. */
export const plots = { concentrationCurve, multiplesOverTime, overTime, shareMap, smallMultiples, waterfall };
