import { answerTasks } from '../worker/task-thread.js';
import type { ProposalTasks } from './proposal-tasks.js';
import { propose } from './propose.js';

answerTasks<ProposalTasks>({
  propose: ({ batches, ...rest }) =>
    propose({ names: batches.flatMap((batch) => JSON.parse(new TextDecoder().decode(batch))), ...rest }),
});
