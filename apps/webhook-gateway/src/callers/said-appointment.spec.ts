import { readAppointment } from './said-appointment';

const context = {
  company: { timeZone: 'Europe/Berlin', referencePrefix: 'LIND' },
  now: new Date('2026-10-21T10:00:00Z'),
};
const timeOf = (start: unknown, date?: unknown) => {
  const read = readAppointment({ start, date }, context);
  return 'problem' in read ? read.problem : read.said.time;
};

describe('which appointment a caller means', () => {
  it('may be said by reference, name and time', () => {
    const args = { reference: '4m7k', attendee_name: 'Jonas Weber', start: '2026-11-26T10:00' };
    expect(readAppointment(args, context)).toEqual({
      said: {
        reference: 'LIND-4M7K',
        name: 'Jonas Weber',
        time: { local: '2026-11-26T10:00', start: new Date('2026-11-26T09:00:00Z') },
      },
    });
  });

  it('may be left open', () => {
    const args = { reference: 'None', attendee_name: '{{name}}', start: '' };
    expect(readAppointment(args, context)).toEqual({ said: { reference: null, name: null, time: null } });
  });

  it.each(['2026-11-26', '2026-11-26T00:00'])('may be said by its day: %j', (said) => {
    expect(timeOf(undefined, said)).toEqual({ local: '2026-11-26', start: null });
  });

  it('may be at a time that comes twice that day: which of the two, the appointment tells', () => {
    expect(timeOf('2026-10-25 02:30')).toEqual({ local: '2026-10-25T02:30', start: null });
  });

  it.each([
    ['26.11. um zehn', 'start_without_year'],
    ['2023-11-26T10:00', 'start_past'],
    ['2023-11-26', 'day_past'],
    ['2027-03-28T02:30', 'start_skipped'],
    ['2029-11-26T10:00', 'start_too_far'],
    ['26.11.2026', 'start_unreadable'],
  ])('is asked back for %j: %s', (start, problem) => {
    expect(timeOf(start)).toBe(problem);
  });
});
