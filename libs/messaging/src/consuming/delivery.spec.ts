import type { MessageProperties } from 'amqplib';
import { historyOf, withoutBrokerHeaders } from './delivery';

const message = (headers?: Record<string, unknown>) => ({ properties: { headers } as unknown as MessageProperties });

describe('the past of a message', () => {
  it('begins with the first delivery', () => {
    expect(historyOf(message())).toEqual({ retries: 0, deliveries: 1 });
  });

  it('adds up what we counted on the rungs and what the broker counts in this queue', () => {
    const past = {
      'x-callbook-retries': 2,
      'x-callbook-deliveries': 4,
      'x-delivery-count': 3,
      'x-callbook-first-failed-at': 't',
    };
    expect(historyOf(message(past))).toEqual({ retries: 2, deliveries: 8, firstFailedAt: 't' });
  });

  it('is not confused by headers somebody else wrote', () => {
    expect(
      historyOf(message({ 'x-callbook-retries': 'many', 'x-callbook-deliveries': -1, 'x-delivery-count': 1.5 })),
    ).toEqual({
      retries: 0,
      deliveries: 1,
    });
  });
});

it('a copy keeps foreign headers and loses those that mean something to the broker', () => {
  const given = {
    traceparent: '00-1',
    'x-callbook-retries': 1,
    'x-death': [],
    'x-first-death-queue': 'q',
    'x-last-death-reason': 'expired',
    'x-delivery-count': 2,
    CC: ['another.queue'],
    BCC: ['a.third'],
  };
  expect(withoutBrokerHeaders(given)).toEqual({ traceparent: '00-1', 'x-callbook-retries': 1 });
});
