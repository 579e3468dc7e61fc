// `npm run build`: dist/, where a source is newer.
import { build, install, requireNode } from './steps.mjs';

requireNode();
install();
build();
