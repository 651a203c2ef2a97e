import { defineProblem, problemCatalogue, validationMessage, type Localized } from '@minzheng/platform/http';

export const SEQUENCE = defineProblem({
  name: 'sequence',
  status: 409,
  zh: '文件序号重复',
  en: 'Another file has this number',
  meaning: {
    zh: '同一数据集的这一序号已有内容不同的文件，或者序号不大于最后一个已入库文件的序号；last 是最后一个已入库文件的序号。此前的数据不变。',
    en: 'A file of the dataset with other content has this number, or the number is not after the last one that was loaded, which last tells. Earlier data stay as they are.',
  },
  remedy: {
    zh: '内容有更正的，以下一个序号重新报送。',
    en: 'Send corrected content as a new file with the next number.',
  },
});

export const CHECKSUM = defineProblem({
  name: 'checksum',
  status: 422,
  zh: '文件与清单不一致',
  en: 'The file is not as its manifest says',
  meaning: {
    zh: '文件块的字节数、行数或者 SHA-256 与清单不一致，清单各块行数之和与合计不一致，或者还有文件块没有收到（missing 列出其编号）。没有保存任何内容。',
    en: 'Bytes, rows or SHA-256 of a part differ from the manifest, the rows of the parts do not add up to the total, or parts have not come, whose numbers missing lists. Nothing was stored.',
  },
  remedy: {
    zh: '重新发送与清单一致的文件块；清单有误的，重新报送清单。',
    en: 'Send the part again as the manifest says; where the manifest is wrong, announce another one.',
  },
});

export const SIGNATURE_INVALID = defineProblem({
  name: 'signature-invalid',
  status: 401,
  zh: '清单签名无效',
  en: 'The signature of the manifest does not hold',
  meaning: {
    zh: '清单未签名，签名与清单不符或者已超过五分钟，或者该部门未在本平台登记公钥。',
    en: 'The manifest is not signed, the signature is not of this manifest or older than five minutes, or the agency has no key registered here.',
  },
  remedy: {
    zh: '向省级核对中心登记公钥，以其私钥对不含 signature 的清单（RFC 8785）签名（Ed25519，分离式 JWS，含 iat）后发送。',
    en: 'Register a public key with the provincial centre, sign the manifest without signature (RFC 8785) with it (Ed25519, detached JWS with iat) and send it again.',
  },
});

/** What a problem of a row means, for the rejects file. */
export function wordsOfReject(problem: string): Localized {
  const known = problemCatalogue().find(({ name }) => name === problem);
  if (known) return known;
  return ROW_PROBLEMS[problem] ?? validationMessage(problem);
}

const ROW_PROBLEMS: Readonly<Record<string, Localized>> = {
  'is-json': { zh: '该行不是 JSON 对象', en: 'the row is no JSON object' },
  'other-dataset': { zh: '该行属于清单以外的数据集', en: 'the row is of another dataset than the manifest' },
  'future-fact': { zh: '日期或者期间在未来', en: 'a day, month or observation lies in the future' },
  'invalid-period': { zh: '期间不正确', en: 'the period is not valid' },
  'invalid-amount': { zh: '金额不正确', en: 'the amount is not valid' },
  'unknown-kind': { zh: '未登记的事实类型', en: 'the registry has no such kind' },
};
