import { type CalcomAnswer } from '../http/calcom-answer';
import { slotsIn } from './read-slots';

const answer = (body: unknown, status = 200): CalcomAnswer => ({
  operation: 'slots.list',
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
  askedAt: new Date(0),
  answeredAt: new Date(1),
});
const success = (data: unknown) => answer({ status: 'success', data });

describe('free slots', () => {
  it('are the starts of all days, in order, each once, whatever the offset', () => {
    const starts = slotsIn(
      success({
        '2026-01-07': [{ start: '2026-01-07T09:00:00.000+01:00' }],
        '2026-01-06': [
          { start: '2026-01-06T10:30:00.000Z' },
          { start: '2026-01-06T10:00:00Z', end: '2026-01-06T10:30:00Z' },
          { start: '2026-01-06T11:00:00.000+01:00' },
        ],
      }),
    );
    expect(starts.map((start) => start.toISOString())).toEqual([
      '2026-01-06T10:00:00.000Z',
      '2026-01-06T10:30:00.000Z',
      '2026-01-07T08:00:00.000Z',
    ]);
  });

  it('are none when Cal.com says so', () => {
    expect(slotsIn(success({}))).toEqual([]);
    expect(slotsIn(success({ '2026-01-06': [] }))).toEqual([]);
  });

  it.each<[string, CalcomAnswer]>([
    ['of the older version', success({ slots: { '2026-01-06': [{ time: '2026-01-06T10:00:00.000Z' }] } })],
    ['of the older version, with nothing free', success({ slots: {} })],
    ['with lists of something else', success({ slots: [] })],
    ['with plain texts', success({ '2026-01-06': ['2026-01-06T10:00:00.000Z'] })],
    ['without an offset', success({ '2026-01-06': [{ start: '2026-01-06T10:00:00' }] })],
    ['with an unreadable start', success({ '2026-01-06': [{ start: '2026-01-06T99:00:00Z' }] })],
    ['as a list', success([])],
    ['of nothing', success(null)],
    ['of HTML', answer('<html></html>')],
  ])('are unclear %s, never "nothing free"', (_name, wrong) => {
    expect(() => slotsIn(wrong)).toThrow(
      expect.objectContaining({ name: 'CalcomUnclear', reason: 'unexpected_shape' }),
    );
  });

  it('are refused for an event type that does not exist', () => {
    const error = { code: 'NotFoundException', message: 'Event Type with ID=1 not found', details: {} };
    expect(() => slotsIn(answer({ status: 'error', error }, 404))).toThrow(
      expect.objectContaining({ name: 'CalcomRefused', status: 404 }),
    );
  });
});
