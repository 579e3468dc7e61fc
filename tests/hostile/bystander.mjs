// Another user, in a process of its own: asks one query again and again until told to stop, then tells what each answer took.
import { setTimeout as pause } from 'node:timers/promises';

const [url, query, variables] = process.argv.slice(2);
const body = JSON.stringify({ query, variables: JSON.parse(variables) });
const milliseconds = [];
let isDone = false;

process.once('message', () => {
  isDone = true;
});

for (; !isDone; await pause(5)) {
  const before = performance.now();
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await answer.text();
  // The first answer pays for the connection, and tells that the asking has begun.
  if (milliseconds.push(performance.now() - before) === 1) process.send('asking');
}
process.send(milliseconds.slice(1), () => process.exit());
