import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** The least that Express can do with the same bytes: `bare-express.ts FILE ETAG` answers FILE from memory, or 304. Prints its address. */
const [file = '', tag = ''] = process.argv.slice(2);
const body = readFileSync(file);

const app = express();
app.disable('x-powered-by').disable('etag');
app.get('/', (request, response) => {
  response.set('ETag', tag);
  if (request.headers['if-none-match'] === tag) response.status(304).end();
  else response.type('json').send(body);
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
