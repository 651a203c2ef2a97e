import { create } from '@bufbuild/protobuf';
import { FactSourceSchema } from '@minzheng/contracts/facts';
import { isFromItsSource } from './fact-origin.rules.js';

const INBOUND = 'minzheng.inbound.verification.v1';
const sent = (topic: string, source: string, agency: string): boolean =>
  isFromItsSource({ topic, source }, { source: create(FactSourceSchema, { agency }) });

describe('a fact speaks for who sent it', () => {
  it.each([
    ['an agency by the gateway', INBOUND, '/agency/TAX', 'TAX'],
    ['an agency to all', 'minzheng.inbound.all.v1', '/agency/MCA', 'MCA'],
    ['a department', 'minzheng.assistance.verification.v1', '/service/assistance', 'assistance'],
    ['a department to all', 'minzheng.assistance.all.v1', '/service/assistance', 'assistance'],
  ])('%s', (_name, topic, source, agency) => {
    expect(sent(topic, source, agency)).toBe(true);
  });

  it.each([
    ['an agency for another', INBOUND, '/agency/HRSS', 'TAX'],
    ['the gateway for a department', INBOUND, '/agency/TAX', 'assistance'],
    ['the gateway for this service', INBOUND, '/agency/TAX', 'verification'],
    ['a department for an agency', 'minzheng.assistance.all.v1', '/agency/PSB', 'PSB'],
    ['a department for another', 'minzheng.assistance.all.v1', '/service/assistance', 'veterans'],
    ['a department for this service', 'minzheng.assistance.all.v1', '/service/assistance', 'verification'],
  ])('not %s', (_name, topic, source, agency) => {
    expect(sent(topic, source, agency)).toBe(false);
  });

  it('not without a source', () => {
    expect(isFromItsSource({ topic: INBOUND, source: '/agency/' }, {})).toBe(false);
  });
});
