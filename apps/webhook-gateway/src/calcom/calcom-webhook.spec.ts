import { HttpException } from '@nestjs/common';
import { bookingTriggers } from './booking-triggers';
import { readCalcomWebhook } from './calcom-webhook';

const createdAt = '2026-11-21T10:00:00.000Z';
const webhook = (triggerEvent: string, payload: object = { uid: 'uid-1' }) => ({ triggerEvent, createdAt, payload });

describe('a webhook of Cal.com', () => {
  it.each(bookingTriggers.filter((trigger) => trigger !== 'BOOKING_NO_SHOW_UPDATED'))(
    '%s tells of its booking',
    (trigger) => {
      expect(readCalcomWebhook(webhook(trigger)).notice).toEqual({
        ...{ trigger, uid: 'uid-1', previousUid: null, sentAt: createdAt, hasSeats: false },
      });
    },
  );

  it('BOOKING_RESCHEDULED tells of the new booking and of the one it replaced', () => {
    const payload = { uid: 'uid-2', rescheduleUid: 'uid-1', rescheduleId: 7 };
    expect(readCalcomWebhook(webhook('BOOKING_RESCHEDULED', payload)).notice).toMatchObject({
      uid: 'uid-2',
      previousUid: 'uid-1',
    });
  });

  it('BOOKING_NO_SHOW_UPDATED has its uid elsewhere', () => {
    const payload = { bookingUid: 'uid-1', message: 'x', attendees: [{ email: 'a@b.example', noShow: true }] };
    expect(readCalcomWebhook(webhook('BOOKING_NO_SHOW_UPDATED', payload)).notice?.uid).toBe('uid-1');
  });

  it.each(['PING', 'BOOKING_CREATED', 'BOOKING_NO_SHOW_UPDATED'])(
    '%s from the button "Ping test" is no booking',
    (trigger) => {
      const payload = { type: 'Test', title: 'Test trigger event', startTime: createdAt };
      expect(readCalcomWebhook(webhook(trigger, payload))).toEqual({ trigger, notice: null });
    },
  );

  it('of an event type called Test is one', () => {
    expect(readCalcomWebhook(webhook('BOOKING_CREATED', { type: 'Test', uid: 'uid-1' })).notice?.uid).toBe('uid-1');
  });

  it.each(['MEETING_STARTED', 'MEETING_ENDED'])('%s is flat and tells nothing new', (triggerEvent) => {
    expect(readCalcomWebhook({ triggerEvent, id: 7, uid: 'uid-1', createdAt })).toEqual({
      trigger: triggerEvent,
      notice: null,
    });
  });

  it.each(['OOO_CREATED', 'SOMETHING_NEW', 'toString', '__proto__'])('%s needs no payload', (triggerEvent) => {
    expect(readCalcomWebhook({ triggerEvent })).toEqual({ trigger: triggerEvent, notice: null });
  });

  it.each([undefined, 'yesterday', 7, null])('whose time is %p is a hint all the same', (time) => {
    const { notice } = readCalcomWebhook({ ...webhook('BOOKING_CREATED'), createdAt: time });
    expect(notice).toMatchObject({ uid: 'uid-1', sentAt: null });
  });

  it.each<[string, unknown, string]>([
    ['is no object', [], '(body)'],
    ['has no trigger', { createdAt, payload: { uid: 'uid-1' } }, 'triggerEvent'],
    ['has no payload', { triggerEvent: 'BOOKING_CREATED', createdAt, uid: 'uid-1' }, 'payload'],
    ['has a list for a payload', webhook('BOOKING_CREATED', []), 'payload'],
    ['has no uid', webhook('BOOKING_CREATED', { bookingId: 7 }), 'payload.uid'],
    ['has an endless uid', webhook('BOOKING_CREATED', { uid: 'x'.repeat(201) }), 'payload.uid'],
    ['has a number for a uid', webhook('BOOKING_CANCELLED', { uid: 7 }), 'payload.uid'],
    ['has no uid where it belongs', webhook('BOOKING_NO_SHOW_UPDATED', { uid: 'uid-1' }), 'payload.bookingUid'],
  ])('that %s is refused, naming the field', (_, json, field) => {
    expect(problemOf(() => readCalcomWebhook(json))).toMatchObject({ error: 'broken_envelope', field });
  });
});

function problemOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof HttpException) return error.getResponse();
    throw error;
  }
  throw new Error('expected a problem');
}
