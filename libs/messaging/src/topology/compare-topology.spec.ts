import { compareTopology, type FoundTopology } from './compare-topology';
import { topologyOf } from './topology';
import { wantedTopology } from './wanted-topology';

const wanted = wantedTopology(topologyOf({ prefix: 'p.', ladder: [5_000] }));
const found: FoundTopology = { exchanges: wanted.exchanges, queues: wanted.queues, bindings: wanted.bindings };
const queue = 'p.records.booking-created';

describe('a topology that is looked at', () => {
  it('is right when the broker has what is wanted, whatever else it has', () => {
    const others = { ...found, queues: [...found.queues, { name: 'theirs', arguments: {} }] };
    expect(compareTopology(wanted, others)).toEqual([]);
  });

  it('tells of a missing exchange, queue and binding, one line each', () => {
    const broken: FoundTopology = {
      exchanges: found.exchanges.filter(({ name }) => name !== 'p.callbook.events'),
      queues: found.queues.filter(({ name }) => name !== `${queue}.dead`),
      bindings: found.bindings?.filter((binding) => binding.queue !== queue),
    };
    expect(compareTopology(wanted, broken)).toEqual([
      { kind: 'exchange', name: 'p.callbook.events', what: 'is missing', repair: 'declare' },
      { kind: 'queue', name: `${queue}.dead`, what: 'is missing', repair: 'declare' },
      {
        kind: 'binding',
        name: queue,
        what: 'is not bound to p.callbook.events with "booking.created.v1.*"',
        repair: 'declare',
      },
    ]);
  });

  it('tells of arguments that are others, too many or missing', () => {
    const { 'x-overflow': _, ...rest } = found.queues.find(({ name }) => name === queue)?.arguments ?? {};
    const other = { name: queue, arguments: { ...rest, 'x-delivery-limit': 3, 'x-max-length': 10 } };
    const queues = found.queues.map((one) => (one.name === queue ? other : one));
    expect(compareTopology(wanted, { ...found, queues }).map(({ what }) => what)).toEqual([
      'has x-delivery-limit 3 instead of 20',
      'has x-max-length 10 instead of not set',
      'has x-overflow not set instead of "reject-publish"',
    ]);
  });

  it('says nothing of bindings that could not be looked at, nor of those of a queue that is missing', () => {
    expect(compareTopology(wanted, { ...found, bindings: undefined })).toEqual([]);
    const without = found.queues.filter(({ name }) => name !== queue);
    const problems = compareTopology(wanted, { ...found, queues: without, bindings: [] });
    expect(problems.filter(({ name }) => name === queue)).toEqual([
      { kind: 'queue', name: queue, what: 'is missing', repair: 'declare' },
    ]);
  });

  it('tells of a migration that was interrupted', () => {
    const queues = [...found.queues, { name: `${queue}.moving`, arguments: {} }];
    expect(compareTopology(wanted, { ...found, queues })).toEqual([
      { kind: 'queue', name: queue, what: `has messages in ${queue}.moving`, repair: 'migrate' },
    ]);
  });
});
