import { concentrationCurve } from './concentration-curve.js';
import { overTime } from './over-time.js';
import { shareMap } from './share-map.js';

/** Kept apart from the page, which is there at once; this comes with the first chart. */
export const plots = { concentrationCurve, overTime, shareMap };
