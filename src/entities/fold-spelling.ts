export { foldSpelling } from '../names/fold-spelling.js';
