import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the queries of a page against a service with the samples. */
async function check(...page: string[]): Promise<{ code: number; stderr: string }> {
  const run = promisify(execFile)(process.execPath, ['scripts/cookbook.mjs', '--check', ...page], { cwd: root });
  return run.then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }) => ({ code, stderr }),
  );
}

describe('the cookbook', () => {
  it('shows the answers of the service, and no other numbers in its text', async () => {
    expect(await check()).toEqual({ code: 0, stderr: '' });
  });

  it('fails the check when an answer or a number in its text is wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'concentric-cookbook-test-'));
    const page = join(folder, 'page.md');
    const query = '{ datasets(search: "sales-2023") { nodes { rowCount } } }';
    const answer = '{ "datasets": { "nodes": [ { "rowCount": 301 } ] } }';
    writeFileSync(
      page,
      `# P\n\n## How many?\n\n**301** rows.\n\n\`\`\`graphql\n${query}\n\`\`\`\n\n\`\`\`json\n${answer}\n\`\`\`\n`,
    );
    const { code, stderr } = await check(page);
    rmSync(folder, { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toContain('"How many?" has another answer than page.md shows');
    expect(stderr).toContain('"rowCount": 300');
    expect(stderr).toContain('"How many?" says 301, which its answer does not.');
  });
});
