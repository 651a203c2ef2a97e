/** One report for each request and version, on the topic and with both services, in order. */
import { countsOf } from './checks.mjs';
import { distinct } from './topics.mjs';

/** @param {import('./findings.mjs').Findings} findings */
export async function checkReports({ checks, databases, events, work }) {
  checks.chapter('Each check is answered once for each version of its report');
  const requestIds = work.cases.map(({ requestId }) => requestId);
  const requested = distinct(events.filter(({ type }) => type === 'VerificationRequested'));
  checks.same(
    'each acknowledged request was sent once, and no other',
    requested.map(({ message }) => message.requestId),
    requestIds,
  );
  const completed = distinct(events.filter(({ type }) => type === 'VerificationCompleted'));
  const version = (/** @type {{ request_id: string, sequence: number, report_id: string }} */ row) =>
    `${row.request_id} ${row.sequence} ${row.report_id}`;
  const announced = completed.map(({ message }) =>
    version({ request_id: message.requestId, sequence: message.sequence, report_id: message.reportId }),
  );
  checks.none(
    'each report version was announced exactly once',
    [...countsOf(completed.map(({ message }) => `${message.requestId} ${message.sequence}`))].filter(
      ([, count]) => count !== 1,
    ),
  );
  checks.none(
    'all are complete',
    completed
      .filter(({ message }) => message.result !== 1)
      .map(({ message }) => [message.requestId, message.result, message.refusals]),
  );
  const issued = await databases.query(
    'verification',
    'select request_id, sequence, id as report_id from verification_report',
  );
  checks.same('what verification has issued is what was announced', announced, issued.map(version));
  const kept = await databases.query(
    'assistance',
    `select request_id, sequence, report_id, encode(message, 'base64') as message
       from verification_report order by received_at`,
  );
  checks.same('what assistance has kept is what was announced', kept.map(version), announced);
  const payloads = new Map(
    completed.map(({ message, payload }) => [
      `${message.requestId} ${message.sequence}`,
      payload.toString('base64'),
    ]),
  );
  checks.none(
    'assistance keeps each as it came',
    kept.filter(
      ({ request_id: id, sequence, message }) =>
        payloads.get(`${id} ${sequence}`) !== message.replaceAll('\n', ''),
    ),
  );
  const states = await databases.query(
    'verification',
    'select id, state, sequence from verification_request',
  );
  checks.none(
    'each request is issued, its versions count from one without a gap',
    states.filter(({ id, state, sequence }) => {
      const found = completed.filter(({ message }) => message.requestId === id);
      return (
        state !== 'ISSUED' || found.map(({ message }) => message.sequence).join() !== numbersTo(sequence)
      );
    }),
  );
  checks.none(
    'assistance took the versions of each request in their order',
    requestIds.filter((requestId) => {
      const sequences = kept.filter((row) => row.request_id === requestId).map(({ sequence }) => sequence);
      return sequences.join() !== numbersTo(sequences.length) || sequences.length === 0;
    }),
  );
  const corrected = work.cases.filter((each) => each.corrected).map(({ requestId }) => requestId);
  // what came before the correction may have ended the report by itself: the requester asks afresh
  const superseded = new Set(
    events
      .filter(({ type }) => type === 'VerificationReportSuperseded')
      .map(({ message }) => message.requestId),
  );
  checks.none(
    `whose report rested on a fact that was corrected got another, or was told that it is over (${corrected.length})`,
    corrected.filter(
      (requestId) =>
        !superseded.has(requestId) &&
        !completed.some(({ message }) => message.requestId === requestId && message.sequence === 2),
    ),
  );
}

/** @param {number} last */
const numbersTo = (last) => Array.from({ length: last }, (_, index) => index + 1).join();
