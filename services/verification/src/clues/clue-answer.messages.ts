import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumName, serviceName, topicName } from '@minzheng/contracts/catalogue';
import {
  ClueOutcomeSchema,
  ClueVisitModeSchema,
  type ClueOutcomeRecorded,
} from '@minzheng/contracts/verification';
import { mentionsPerson } from '@minzheng/kernel/personal-data';
import type { Answer, Outcome, VisitMode } from './clue-answer.rules.js';

/**
 * A department's answer as the rules take it, without whom the clue was dispatched to.
 *
 * @throws RangeError when the outcome, an instant or a mode is not set, or a code tells who is meant (个人信息混入): what is
 * parked is encrypted, and its reason does not repeat it (verification, section 11)
 */
export function toAnswer(message: ClueOutcomeRecorded): Omit<Answer, 'isFromDepartment'> {
  if ([message.caseRef, message.reasonCode].some((code) => code !== undefined && mentionsPerson(code))) {
    throw new RangeError('pii-in-event');
  }
  return {
    outcome: enumName(ClueOutcomeSchema, message.outcome) as Outcome,
    visits: message.visits.map(({ visitedAt, mode, workers, evidenceSha256 }) => ({
      visitedAt: instantOf(visitedAt),
      mode: enumName(ClueVisitModeSchema, mode) as VisitMode,
      workers,
      evidenceSha256: evidenceSha256.toLowerCase(),
    })),
    decidedByOther: message.decidedByOther,
    recordedAt: instantOf(message.occurredAt),
    ...(message.muteUntilOn === undefined ? {} : { muteUntilOn: message.muteUntilOn }),
  };
}

/**
 * The department that answers; it speaks for itself alone, on the topic that only it writes.
 *
 * @throws RangeError when it answers for another
 */
export function answeringDepartment({ department }: ClueOutcomeRecorded, topic: string) {
  const name = serviceName(department);
  if (topic !== topicName(name, 'verification')) throw new RangeError(`${topic} does not speak for ${name}`);
  return name;
}

function instantOf(timestamp: Timestamp | undefined): Date {
  if (!timestamp) throw new RangeError('an answer without its instant');
  return timestampDate(timestamp);
}
