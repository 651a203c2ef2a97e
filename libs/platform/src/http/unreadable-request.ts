import type { Socket } from 'node:net';
import { traceFrom } from '../telemetry/index.js';
import { bodyOf } from './problem.filter.js';
import { pageOfProblem, Problem, PROBLEMS } from './problem.js';
import { invalidField } from './validation.pipe.js';

/** Its address and headers are longer than Node.js reads. */
const TOO_LONG = 'HPE_HEADER_OVERFLOW';

/** Answers what could not be read as a request of HTTP, in Chinese: nothing of it is known, also no language. */
export function answerUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = code === TOO_LONG ? invalidField('', 'max-length') : new Problem(PROBLEMS.validation);
  const body = JSON.stringify(bodyOf(problem, 'zh-CN', traceFrom(undefined).traceId));
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/problem+json; charset=utf-8',
      'content-language: zh-CN',
      `link: <${pageOfProblem(problem.type)}>; rel="help"`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
