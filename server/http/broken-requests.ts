import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type OutgoingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '../app-error.ts';

/** What Node turns away before the app sees it is answered as a problem like any other. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket & { _httpMessage?: OutgoingMessage }) => {
    if (!socket.writable || error.code === 'ECONNRESET' || socket._httpMessage?.headersSent) {
      socket.destroy();
      return;
    }
    const problem = faultOf(error.code).toProblem(randomUUID());
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${problem.requestId}`,
      'Cache-Control: no-store',
      "Content-Security-Policy: default-src 'none';frame-ancestors 'none'",
      'X-Content-Type-Options: nosniff',
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
  // Else Node answers an Expect that it does not know by itself.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function faultOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('too-large', 'The headers of the request are too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('bad-request', 'The request did not arrive in time.');
  return new AppError('bad-request', 'The request is not valid HTTP.');
}
