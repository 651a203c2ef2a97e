import { catalogueTopics, PRINCIPALS, accessOf } from './access.js';
import { SERVICE_NAMES } from './service-names.js';
import { topicsOf } from './topics.js';

const partsOf = (topic: string): readonly [writer: string, audience: string] => {
  const [, writer = '', audience = ''] = topic.split('.');
  return [writer, audience];
};

describe('accessOf', () => {
  it.each(SERVICE_NAMES)(
    'lets %s read what its audience says and its own topic, and write its own',
    (service) => {
      const { reads, writes } = accessOf(service);
      expect(writes).toEqual(topicsOf(service));
      const expected = catalogueTopics().filter((topic) => {
        const [writer, audience] = partsOf(topic);
        return audience === 'all' || audience === service || (audience === 'own' && writer === service);
      });
      expect(reads).toEqual(expected.toSorted());
    },
  );

  it('lets the gateway hear of verification alone, and tell what agencies send', () => {
    expect(accessOf('gateway')).toEqual({
      writes: ['minzheng.inbound.all.v1', 'minzheng.inbound.verification.v1'],
      reads: ['minzheng.verification.own.v1'],
      groups: 'verification-gateway.',
    });
  });

  it('gives each topic one writer, and what is one service’s alone to nobody else', () => {
    for (const topic of catalogueTopics()) {
      const [writer, audience] = partsOf(topic);
      const writers = PRINCIPALS.filter((principal) => accessOf(principal).writes.includes(topic));
      expect(writers).toEqual([writer === 'inbound' ? 'gateway' : writer]);
      const readers = PRINCIPALS.filter((principal) => accessOf(principal).reads.includes(topic));
      if (audience === 'all') expect(readers).toEqual(SERVICE_NAMES);
      else if (audience === 'own')
        expect(readers).toEqual(writer === 'verification' ? ['verification', 'gateway'] : [writer]);
      else expect(readers).toEqual([audience]);
    }
  });
});
