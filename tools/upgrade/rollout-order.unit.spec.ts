import { ROOT } from '../setup/paths.mjs';
import { readDocument, rolloutOrder, USUAL_ORDER, type Document } from './rollout-order.mjs';

type Told = readonly [
  message: string,
  senders: readonly string[],
  readers: readonly string[],
  isOutward?: boolean,
];

/** Each message holds one enumeration, by way of another schema. */
const documentOf = (messages: readonly Told[], values: readonly string[] = ['ONE']): Document => ({
  components: {
    messages: Object.fromEntries(
      messages.map(([name, senders, readers, isOutward = false]) => [
        name,
        {
          payload: { $ref: '#/components/schemas/Content' },
          'x-written-by': senders,
          'x-handled-by': readers,
          'x-outside': isOutward,
        },
      ]),
    ),
    schemas: {
      Content: { type: 'object', properties: { kind: { $ref: '#/components/schemas/Kind' } } },
      Kind: { type: 'string', enum: values },
    },
  },
});

const OLD: Told = ['Old', ['assistance'], ['verification']];
const orderOf = (...told: readonly Told[]): ReturnType<typeof rolloutOrder> =>
  rolloutOrder(documentOf([OLD]), documentOf([OLD, ...told]));

describe('the order in which programs are rolled out', () => {
  it('is the usual one where nothing is new', () => {
    expect(orderOf()).toEqual({ order: USUAL_ORDER, news: [], conflicts: [] });
  });

  it('has who reads a new message before who sends it', () => {
    const { order, news, conflicts } = orderOf(['New', ['assistance'], ['verification']]);
    expect(order).toEqual(['verification', 'social-assistance', 'gateway']);
    expect(news).toEqual([
      { message: 'New', values: [], senders: ['social-assistance'], readers: ['verification'] },
    ]);
    expect(conflicts).toEqual([]);
  });

  it('has the gateway, which sends under another name, before verification where that tells it something new', () => {
    const { order, conflicts } = orderOf(['New', ['verification'], ['gateway']]);
    expect(order).toEqual(['social-assistance', 'gateway', 'verification']);
    expect(conflicts).toEqual([]);
    expect(orderOf(['Fact', ['inbound'], ['verification']]).order).toEqual(USUAL_ORDER);
  });

  it('has who reads a new value before who sends it, wherever in the message it stands', () => {
    const { order, news } = rolloutOrder(documentOf([OLD], ['ONE']), documentOf([OLD], ['ONE', 'TWO']));
    expect(order).toEqual(['verification', 'social-assistance', 'gateway']);
    expect(news).toMatchObject([{ message: 'Old', values: ['TWO'] }]);
  });

  it('does not look at messages that nobody here reads or sends', () => {
    expect(orderOf(['Unread', ['assistance'], []], ['Foreign', ['eldercare'], ['verification']])).toEqual({
      order: USUAL_ORDER,
      news: [],
      conflicts: [],
    });
  });

  it('is none where two tell each other something new', () => {
    const { conflicts } = orderOf(
      ['Asked', ['assistance'], ['verification']],
      ['Answered', ['verification'], ['assistance']],
    );
    expect(conflicts).toEqual(
      ['Answered: verification reads it, and sends social-assistance something new too'].map(() =>
        expect.stringContaining('something new too'),
      ),
    );
  });

  it('is none where a program reads what it sends: the other instance still runs the release before', () => {
    const { conflicts } = orderOf(['Own', ['verification'], ['verification']]);
    expect(conflicts).toEqual(['Own: verification sends it, and reads it itself']);
  });

  it('is none where verification tells parties outside something new: its own feed passes it on', () => {
    expect(orderOf(['Told', ['verification'], [], true]).conflicts).toEqual([
      'Told: verification sends it, and reads it itself',
    ]);
    expect(orderOf(['Told', ['inbound'], [], true])).toMatchObject({ order: USUAL_ORDER, conflicts: [] });
  });

  it('can be read from the document of this checkout', () => {
    const document = readDocument(ROOT);
    expect(Object.keys(document.components.messages).length).toBeGreaterThan(50);
    expect(rolloutOrder(document, document)).toEqual({ order: USUAL_ORDER, news: [], conflicts: [] });
    const withoutMessages: Document = { components: { messages: {}, schemas: {} } };
    expect(rolloutOrder(withoutMessages, document).conflicts).not.toEqual([]);
  });
});
