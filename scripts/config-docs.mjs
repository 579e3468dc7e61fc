// `npm run config:docs`: the README's table of variables.
import { build, install, requireNode } from './steps.mjs';

requireNode();
install();
build();

const { configTable } = await import('../dist/src/config.js');
console.log(configTable());
