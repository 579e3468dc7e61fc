// The minimum for a server that knows the request: it reads the body and answers with bytes from memory.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { data } = JSON.parse(readFileSync(process.env.BENCH_SETUP, 'utf8'));
const body = Buffer.from(JSON.stringify({ data }));
const headers = { 'content-type': 'application/json', 'content-length': body.length };

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => response.writeHead(200, headers).end(body));
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
