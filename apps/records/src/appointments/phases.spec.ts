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

  it('may be many, served by several people, and begin when the appointment does', () => {
    const part = (key: string, from: string, to: string) => ({
      key,
      uid: `uid-${key}`,
      start: `2026-11-27T${from}:00.000Z`,
      end: `2026-11-27T${to}:00.000Z`,
    });
    const colour = bookingFact({
      start: '2026-11-27T09:00:00.000Z',
      end: '2026-11-27T12:00:00.000Z',
      segments: [
        part('beratung', '09:00', '09:15'),
        part('auftragen', '09:15', '10:00'),
        part('auswaschen', '10:30', '10:45'),
        part('schneiden', '10:45', '11:30'),
        part('finish', '11:30', '12:00'),
      ],
    });
    const segment = (key: string, offsetMinutes: number, minutes: number, staffId: string | null) => ({
      ...{ key, offsetMinutes, minutes, staffId },
      calcomEventTypeId: staffId === null ? null : 1,
    });
    const segments = [
      segment('beratung', 0, 15, 'anna'),
      segment('auftragen', 15, 45, 'anna'),
      segment('einwirken', 60, 30, null),
      segment('auswaschen', 90, 15, 'sofia'),
      segment('schneiden', 105, 45, 'anna'),
      segment('finish', 150, 30, 'sofia'),
    ];
    const phases = phasesOf(colour, { segments } as unknown as Parameters<typeof phasesOf>[1]);
    expect(
      phases.map(({ key, offsetMinutes, minutes, staffId }) => ({ key, offsetMinutes, minutes, staffId })),
    ).toEqual(segments.map(({ calcomEventTypeId: _, ...phase }) => phase));
    expect(phases.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(phases.map(({ calcomUid }) => calcomUid)).toEqual([
      'uid-beratung',
      'uid-auftragen',
      null,
      'uid-auswaschen',
      'uid-schneiden',
      'uid-finish',
    ]);
  });

  it('are known without the catalogue, though not who serves', () => {
    expect(phasesOf(perm, undefined)).toMatchObject([
      { key: 'wickeln', staffId: null, staffCause: 'part_unknown' },
      { key: 'fixieren', staffId: null, staffCause: 'part_unknown' },
    ]);
  });

  it('do not exist for an ordinary service', () => {
    expect(phasesOf(bookingFact(), catalogue.service(serviceNamed('herrenhaarschnitt').id))).toEqual([]);
  });
});
