import type { Envelope } from '@minzheng/platform/messaging';
import type { FactMessage } from './fact-row.js';

/**
 * Whether a fact speaks for who sent it. Who writes a topic is in its name and in the access lists of the broker; behind
 * `inbound` stands the agency that the gateway names in `ce_source` (EVENTS.md, 2.3 and 7).
 */
export function isFromItsSource(
  { topic, source }: Pick<Envelope, 'topic' | 'source'>,
  { source: said }: Pick<FactMessage, 'source'>,
): boolean {
  if (!said) return false;
  const [, writer] = topic.split('.');
  return writer === 'inbound' ? source === `/agency/${said.agency}` : said.agency === writer;
}
