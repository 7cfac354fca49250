import {
  BookingCreated,
  CalendarNotified,
  CallEnded,
  createEvent,
  derivedId,
  type Event,
  sampleOf,
} from '@callbook/contracts';
import { keptEvent } from './kept-event';

const context = {
  id: derivedId('kept event'),
  company: 'salon-lindenhof',
  time: new Date('2026-11-21T23:30:00Z'),
  correlationId: 'call_of_the_spec',
};
const ended = createEvent(CallEnded, sampleOf(CallEnded), context);

describe('an event in the history', () => {
  it('keeps what it is searched by, and all of itself', () => {
    expect(keptEvent(ended)).toEqual({
      day: '2026-11-21',
      event_id: context.id,
      type: 'call.ended.v1',
      company: 'salon-lindenhof',
      subject: ended.subject,
      correlation_id: 'call_of_the_spec',
      retell_call_id: sampleOf(CallEnded).call.retellCallId,
      time: '2026-11-21T23:30:00.000Z',
      event: ended,
    });
  });

  it.each([
    ['2026-11-21T23:30:00Z', '2026-11-21'],
    ['2026-11-22T00:30:00+01:00', '2026-11-21'],
    ['2026-11-21T23:30:00-01:00', '2026-11-22'],
    ['1970-01-01T00:00:00Z', '1970-01-01'],
  ])('told at %s is of the day %s, wherever that was said', (time, day) => {
    expect(keptEvent({ ...ended, time })).toMatchObject({ day, event_id: context.id });
  });

  it.each<[string, Event<unknown>, string | null]>([
    [
      'a booking by phone',
      createEvent(BookingCreated, sampleOf(BookingCreated), context),
      sampleOf(BookingCreated).call!.retellCallId,
    ],
    ['a hint', createEvent(CalendarNotified, sampleOf(CalendarNotified), context), null],
    ['an event without data', { ...ended, data: null }, null],
    ['an event of another form', { ...ended, data: { call: 'call_1', retellCallId: 7 } }, null],
  ])('%s names its call where it has one', (_, event, callId) => {
    expect(keptEvent(event).retell_call_id).toBe(callId);
  });

  it('of a time that is none can never be kept', () => {
    expect(() => keptEvent({ ...ended, time: '2026-W47-6' })).toThrow('the time of the event is no moment');
  });
});
