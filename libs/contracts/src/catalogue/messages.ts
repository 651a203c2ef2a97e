import { type DescFile, type DescMessage, hasOption } from '@bufbuild/protobuf';

import * as assistance from '../assistance/index.js';
import * as common from '../common/index.js';
import * as facts from '../facts/index.js';
import * as referrals from '../referrals/index.js';
import * as verification from '../verification/index.js';

const MESSAGES: readonly DescMessage[] = [common, facts, referrals, verification, assistance]
  .flatMap((generated): unknown[] => Object.values(generated))
  .filter(isFile)
  .flatMap((file) => file.messages)
  .filter((message) => hasOption(message, common.routing));

const BY_TYPE_NAME: ReadonlyMap<string, DescMessage> = new Map(
  MESSAGES.map((message) => [message.typeName, message]),
);

/** Every message that is sent; the shapes inside others are not among them. */
export function allMessages(): readonly DescMessage[] {
  return MESSAGES;
}

/**
 * The message of a `ce_type`, such as `minzheng.facts.v1.IncomeFact`; undefined for one that this build does not
 * know, which a consumer ignores.
 */
export function messageByTypeName(typeName: string): DescMessage | undefined {
  return BY_TYPE_NAME.get(typeName);
}

function isFile(generated: unknown): generated is DescFile {
  return (
    typeof generated === 'object' && generated !== null && 'kind' in generated && generated.kind === 'file'
  );
}
