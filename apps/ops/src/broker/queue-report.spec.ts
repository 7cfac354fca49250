import type { ConsumerLook } from '@callbook/messaging';
import { queueReport } from './queue-report';

const look = (messagesReady: number, consumers: number) => ({ messagesReady, consumers });
const fine: ConsumerLook = { queue: 'records.booking-created', own: look(3, 1), dead: look(0, 0) };

const problemsOf = (consumer: Partial<ConsumerLook>, open = 0) =>
  queueReport({ consumers: [{ ...fine, ...consumer }], rungs: [] }, new Map([[fine.queue, open]]), undefined)[0]
    ?.problems;

describe('a queue', () => {
  it('that is consumed and has no dead letters needs nobody', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each([
    ['is missing', { own: undefined }, 0, 'the queue is missing'],
    ['has no dead queue', { dead: undefined }, 0, 'its dead queue is missing'],
    ['has no consumer', { own: look(0, 0) }, 0, 'is records running?'],
    ['has a backlog', { own: look(10_000, 1) }, 0, '10000 messages wait'],
    ['has open dead letters', {}, 2, '2 dead: callbook dlq ls --queue records.booking-created'],
  ])('that %s needs somebody', (_, consumer, open, problem) => {
    expect(problemsOf(consumer, open)).toEqual([expect.stringContaining(problem)]);
  });

  it('whose dead letters are about to be moved needs nobody', () => {
    expect(problemsOf({ dead: look(5, 0) })).toEqual([]);
  });
});
