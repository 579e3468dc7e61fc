import { stringifyDocument } from '@urql/core';
import { useState } from 'preact/hooks';
import { CopyButton } from './copy-button.js';
import { Dialog } from './dialog.js';
import { CodeIcon } from './icons.js';
import { ScrollArea } from './scroll-area.js';

export interface Question {
  query: Parameters<typeof stringifyDocument>[0];
  variables: Record<string, unknown>;
}

/** The query behind a picture, to be read, copied, and tried in GraphiQL. */
export function QueryButton({ of: question, label = 'Query' }: { of: Question; label?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        <CodeIcon /> {label}
      </button>
      {isOpen && <QueryDialog question={question} onClose={() => setOpen(false)} />}
    </>
  );
}

function QueryDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const query = printed(question);
  // Lists of numbers on one line, as a person writes them.
  const variables = JSON.stringify(question.variables, null, 2).replaceAll(/\[[\s\d.,]+\]/g, (list) =>
    list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  const graphiql = `/graphql#${new URLSearchParams({ query, variables })}`;
  return (
    <Dialog title="The query behind this" width="wide" onClose={onClose}>
      <p class="soft">
        What you see here is what <code>POST /graphql</code> answers to this. Your own pages can ask the same.
      </p>
      <div class="query-actions">
        <a class="button primary" href={graphiql} target="_blank" rel="noopener">
          Open in GraphiQL
        </a>
        <CopyButton text={() => query}>Copy query</CopyButton>
        <CopyButton text={() => variables}>Copy variables</CopyButton>
        <CopyButton text={() => curl(query, question.variables)}>Copy as curl</CopyButton>
      </div>
      <h3>Variables</h3>
      <ScrollArea label="Variables" class="code">
        <pre>{variables}</pre>
      </ScrollArea>
      <h3>Query</h3>
      <ScrollArea label="Query" class="code">
        <pre>{query}</pre>
      </ScrollArea>
    </Dialog>
  );
}

/** As it was written, without what the client adds for its cache. */
function printed({ query }: Question): string {
  return stringifyDocument(query)
    .replace(/^# [^\n]*\n/, '')
    .split('\n')
    .filter((line) => line.trim() !== '__typename')
    .join('\n');
}

function curl(query: string, variables: Question['variables']): string {
  const body = JSON.stringify({ query, variables }).replaceAll("'", "'\\''");
  return `curl -s ${window.location.origin}/graphql -H 'content-type: application/json' -d '${body}'`;
}
