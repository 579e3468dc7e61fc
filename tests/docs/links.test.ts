import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE_FOLDERS = ['', 'docs', 'docs/adr', 'clients/typescript', 'storage', 'bench'];
const CODE = /\.(ts|tsx|mjs|cjs|js|css|lua)$/;

const pages = PAGE_FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, folder, name)),
);

/** Files of the repository that exist, and are tracked or about to be. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));

/** Without this file, which holds broken references as examples. */
const codeFiles = files.filter(
  (file) => CODE.test(file) && !file.includes('/generated/') && file !== 'tests/docs/links.test.ts',
);

/** Files that a reader of the pages writes. */
const READERS_FILES = ['first.ts'];

/** Relative links of a page, outside of code, where brackets mean something else. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8')
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^[a-z]+:/.test(link));
}

/** Anchors as GitHub makes them: lower case, hyphens for white space, no other punctuation. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

/** The text of the comments of a file. */
function commentsOf(text: string): string {
  return [...text.matchAll(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/[^\n]*|^--[^\n]*/gm)].map(([comment]) => comment).join('\n');
}

/** Pages, sections and sub-headings that a comment refers to and that do not exist, such as `semantics.md §2, "Dates"`. */
function brokenReferences(comments: string): string[] {
  const broken: string[] = [];
  const flat = comments.replaceAll(/https?:\/\/\S+/g, '').replaceAll(/\s*\n\s*(\*|\/\/)?\s*/g, ' ');
  for (const [whole, path, section, heading] of flat.matchAll(
    /([\w./-]*[\w-]+\.md)(?:(?:'s)? §(\d+)(?:, "([^"]+)")?)?/g,
  )) {
    // Other names, such as those of a page elsewhere, are not references to ours.
    if (!path!.startsWith('docs/') && section === undefined) continue;
    const name = path!.replace(/^\.?\//, '');
    const page =
      pages.find((one) => relative(root, one).toLowerCase() === name.toLowerCase()) ??
      pages.find((one) => relative(root, one).toLowerCase().endsWith(`/${name.toLowerCase()}`));
    const text = page && readFileSync(page, 'utf8');
    if (!text) broken.push(whole);
    else if (section !== undefined) {
      const [, body] = new RegExp(`^## ${section}\\. (.*?)(?=^## |$(?![\\s\\S]))`, 'ms').exec(text) ?? [];
      const headings = [...(body ?? '').matchAll(/^### (.*)$/gm)].map(([, found]) => found!.toLowerCase());
      if (body === undefined || (heading && !headings.includes(heading.toLowerCase()))) broken.push(whole);
    }
  }
  for (const [whole, number] of flat.matchAll(/\badr\/(\d{4})\b/g)) {
    if (!files.some((file) => file.startsWith(`docs/adr/${number}-`))) broken.push(whole);
  }
  return broken;
}

/** Paths of source files named in a text that no file of the repository has. */
function missingPaths(text: string): string[] {
  const named = [
    ...text.matchAll(/(?<![\w./:@-])(?:\.{1,2}\/)*((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(?:ts|tsx|mjs|cjs|lua))\b(?!\()/g),
  ];
  return named
    .map(([, path]) => path!)
    .filter(
      (path) => !READERS_FILES.includes(path) && !files.some((file) => file === path || file.endsWith(`/${path}`)),
    );
}

describe('links and references', () => {
  it('link only to pages and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((link) => {
          const [path = '', anchor] = link.split('#');
          const target = path === '' ? page : join(dirname(page), path);
          return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
        })
        .map((link) => `${relative(root, page)}: ${link}`),
    );
    expect(pages.length).toBeGreaterThan(10);
    expect(broken).toEqual([]);
  });

  it('list every page of docs/ in its index', () => {
    const index = linksOf(join(root, 'docs', 'README.md'));
    const missing = readdirSync(join(root, 'docs')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md' && !index.includes(name),
    );
    expect(missing).toEqual([]);
  });

  it('name only pages and sections in code comments that exist', () => {
    const broken = codeFiles.flatMap((file) =>
      brokenReferences(commentsOf(readFileSync(join(root, file), 'utf8'))).map((reference) => `${file}: ${reference}`),
    );
    expect(codeFiles.length).toBeGreaterThan(200);
    expect(broken).toEqual([]);
  });

  it('name only files in code comments that exist', () => {
    const broken = codeFiles.flatMap((file) =>
      missingPaths(commentsOf(readFileSync(join(root, file), 'utf8'))).map((path) => `${file}: ${path}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only source files in pages that exist', () => {
    const broken = pages.flatMap((page) => {
      const text = readFileSync(page, 'utf8').replaceAll(/```.*?```/gs, '');
      // A superseded decision describes code that was removed.
      if (text.includes('\nStatus: superseded')) return [];
      return missingPaths([...text.matchAll(/`[^`\n]*`/g)].map(([code]) => code).join('\n')).map(
        (path) => `${relative(root, page)}: ${path}`,
      );
    });
    expect(broken).toEqual([]);
  });

  it('are recognized where they are broken', () => {
    const comment = `/** See semantics.md §2, "Dates", and semantics.md §2, "Colours"; SEMANTICS.md §9, adr/0002, adr/9999, docs/no.md. */`;
    expect(brokenReferences(commentsOf(comment))).toEqual([
      'semantics.md §2, "Colours"',
      'SEMANTICS.md §9',
      'docs/no.md',
      'adr/9999',
    ]);
    expect(missingPaths('in `src/app.ts`, `catalog/no-such-file.ts` and `tests/docs/links.test.ts`')).toEqual([
      'catalog/no-such-file.ts',
    ]);
  });
});
