import { expect, it } from 'vitest';
import { createLogger } from '../../src/telemetry/logger.js';

it('redacts credentials in the log', () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => void lines.push(line) });
  const headers = { authorization: 'Bearer hunter2', cookie: 'id=hunter2', 'x-api-key': 'hunter2', host: 'here' };
  log.info({ req: { headers } }, 'a request');
  log.info({ headers }, 'its headers');
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('hunter2');
  expect(lines.join()).toContain('"host":"here"');
});
