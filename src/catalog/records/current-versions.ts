import type { Layout } from '../../storage/layout.js';
import { generationOf } from './change-log.js';
import { LogWatch } from './log-watch.js';
import { isCurrentRevision } from './record-files.js';

/** What answers are compared with before they are served: the files themselves, so that it needs no open catalog. */
export function currentVersions(layout: Layout) {
  const log = new LogWatch(layout.catalogLog);
  return {
    isCurrent: (id: string, revision: number) => isCurrentRevision(layout, id, revision),
    generation: () => generationOf(layout.catalogLog),
    moment: () => log.moment(),
    close: () => log.close(),
  };
}
