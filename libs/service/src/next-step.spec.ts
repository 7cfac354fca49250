import { HandlersIncomplete, TopologyIncomplete } from '@callbook/messaging';
import { nextStep } from './next-step';

const error = (message: string, properties: object = {}) => Object.assign(new Error(message), properties);

describe('the next step after a start that failed', () => {
  it.each([
    ['a broker that is away', error('No connection to RabbitMQ: connect ECONNREFUSED'), 'is RABBITMQ_URL right'],
    ['a topology that lacks something', new TopologyIncomplete(['queue a', 'queue b']), 'callbook topology declare'],
    ['a handler that lacks', new HandlersIncomplete(['a has no handler']), 'a has no handler'],
    ['a database without tables', error('relation "x" does not exist', { code: '42P01' }), 'callbook migrate'],
    ['a port in use', error('listen EADDRINUSE', { code: 'EADDRINUSE' }), 'PORT'],
    ['an error that knows it itself', error('no', { next: 'Give it a path.' }), 'Give it a path.'],
  ])('after %s is told', (_, failure, step) => {
    expect(nextStep(failure)).toContain(step);
  });

  it.each([error('connect to postgres://u:pa55@db: Jonas Weber'), 'Jonas Weber', undefined, null])(
    'does not repeat %p',
    (failure) => {
      expect(nextStep(failure)).toBe('The code and the first frames of the error say where to look.');
    },
  );
});
