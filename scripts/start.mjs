// `npm start`: from a fresh clone to a running service.
import { build, install, requireNode } from './steps.mjs';

requireNode();
install();
build();
// In this process, so that signals reach the service itself.
await import('../dist/src/main.js');
