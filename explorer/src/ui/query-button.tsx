import { stringifyDocument } from '@urql/core';
import { useState } from 'preact/hooks';
import { CopyButton } from './copy-button.js';
import { Dialog } from './dialog.js';
import { CodeIcon } from './icons.js';
import { ScrollArea } from './scroll-area.js';

export interface ShownQuery {
  query: Parameters<typeof stringifyDocument>[0];
  variables: Record<string, unknown>;
}

/** Shows the GraphQL query behind a view, to be copied or opened in GraphiQL. */
export function QueryButton({ of: shown, label = 'Query' }: { of: ShownQuery; label?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        <CodeIcon /> {label}
      </button>
      {isOpen && <QueryDialog shown={shown} onClose={() => setOpen(false)} />}
    </>
  );
}

function QueryDialog({ shown, onClose }: { shown: ShownQuery; onClose: () => void }) {
  const query = printed(shown);
  // Puts lists of numbers on one line.
  const variables = JSON.stringify(shown.variables, null, 2).replaceAll(/\[[\s\d.,]+\]/g, (list) =>
    list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  );
  const graphiql = `/graphql#${new URLSearchParams({ query, variables })}`;
  return (
    <Dialog title="The GraphQL query behind this view" width="wide" onClose={onClose}>
      <p class="muted">
        This view shows the answer of <code>POST /graphql</code> to this query. Your own applications can send it too.
      </p>
      <div class="query-actions">
        <a class="button primary" href={graphiql} target="_blank" rel="noopener">
          Open in GraphiQL
        </a>
        <CopyButton text={() => query}>Copy query</CopyButton>
        <CopyButton text={() => variables}>Copy variables</CopyButton>
        <CopyButton text={() => curl(query, shown.variables)}>Copy as curl</CopyButton>
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

/** The document without the fields that the client adds for its cache. */
function printed({ query }: ShownQuery): string {
  return stringifyDocument(query)
    .replace(/^# [^\n]*\n/, '')
    .split('\n')
    .filter((line) => line.trim() !== '__typename')
    .join('\n');
}

function curl(query: string, variables: ShownQuery['variables']): string {
  const body = JSON.stringify({ query, variables }).replaceAll("'", "'\\''");
  return `curl -s ${window.location.origin}/graphql -H 'content-type: application/json' -d '${body}'`;
}
