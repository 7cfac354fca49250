import { catalogue, serviceNamed, staffNamed } from '../../test/support/catalogue';
import { bookingFact } from '../../test/support/events';
import { phasesOf } from './phases';

const perm = bookingFact({
  service: serviceNamed('dauerwelle'),
  start: '2026-11-26T09:00:00.000Z',
  end: '2026-11-26T10:35:00.000Z',
  segments: [
    { key: 'wickeln', uid: 'one', start: '2026-11-26T09:00:00.000Z', end: '2026-11-26T09:45:00.000Z' },
    { key: 'fixieren', uid: 'two', start: '2026-11-26T10:05:00.000Z', end: '2026-11-26T10:35:00.000Z' },
  ],
});

describe('phases of an appointment', () => {
  it('are the booked parts and the waiting times between them, in order', () => {
    const phases = phasesOf(perm, catalogue.service(serviceNamed('dauerwelle').id));
    expect(phases.map(({ position, key, offsetMinutes, minutes }) => [position, key, offsetMinutes, minutes])).toEqual([
      [1, 'wickeln', 0, 45],
      [2, 'einwirken', 45, 20],
      [3, 'fixieren', 65, 30],
    ]);
    expect(phases[0]).toMatchObject({ staffId: staffNamed('Sofia'), staffCause: null, calcomUid: 'one' });
    expect(phases[1]).toMatchObject({
      staffRequired: false,
      staffId: null,
      staffCause: 'not_required',
      calcomUid: null,
    });
  });

  it('are known without the catalogue, though not who serves', () => {
    expect(phasesOf(perm, undefined)).toMatchObject([
      { key: 'wickeln', staffId: null, staffCause: 'no_host' },
      { key: 'fixieren', staffId: null, staffCause: 'no_host' },
    ]);
  });

  it('do not exist for an ordinary service', () => {
    expect(phasesOf(bookingFact(), catalogue.service(serviceNamed('herrenhaarschnitt').id))).toEqual([]);
  });
});
