import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../support/http-server.js';

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  const audits = serverAudits({ url: () => `${server.url}/graphql` });

  beforeAll(async () => {
    server = await startHttpServer();
  });
  afterAll(() => server.close());

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))(
    'passes the audit %s',
    async (_name, audit) => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? String(result.reason) : '').toBe('ok');
    },
  );
});
