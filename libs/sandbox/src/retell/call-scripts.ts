import { type CallScript, type FunctionCall } from './call-script';

/** What the caller of a ready script wants. Times as a voice model writes them: `2026-11-26T10:00`. */
export interface CallWish {
  service: string;
  start: string;
  /** What the caller wants instead, where the script is about a change. */
  newStart?: string;
  name: string;
  email?: string;
  staff?: string;
  /** A caller who hides the number; default false. */
  withheld?: boolean;
}

const check = ({ service, start, staff }: CallWish): FunctionCall => ({
  name: 'check_availability',
  args: { service, start, ...(staff && { preferred_staff: staff }) },
});
const book = ({ service, start, name, email, staff }: CallWish, instead_of?: string): FunctionCall => ({
  name: 'book_appointment',
  args: {
    service,
    start,
    attendee_name: name,
    ...(email && { attendee_email: email }),
    ...(staff && { preferred_staff: staff }),
    ...(instead_of && { instead_of }),
  },
});
const checkCustomer: FunctionCall = { name: 'check_customer', args: {} };
/** Callers name themselves and the time: on a telephone number alone nobody is told of appointments. */
const theAppointment = ({ name, start }: CallWish) => ({ attendee_name: name, start });
const later = (wish: CallWish): string => wish.newStart ?? wish.start;

/**
 * Ready calls that between them use all six functions. None looks at an answer: what is asked next is what a caller
 * would ask if everything went well.
 */
export const callScripts = {
  /** Asks what is free and takes the wished time. */
  book: (wish: CallWish): CallScript => ({ ...line(wish), functions: [check(wish), book(wish)] }),

  /** Books, wants another time at once, and says that it is instead. */
  'change-of-mind': (wish: CallWish): CallScript => ({
    ...line(wish),
    says: ['Ich hätte gern einen Termin.', 'Ach nein, doch lieber zu einer anderen Zeit.'],
    functions: [book(wish), check({ ...wish, start: later(wish) }), book({ ...wish, start: later(wish) }, wish.start)],
  }),

  /** Rings again to move an appointment. */
  reschedule: (wish: CallWish): CallScript => ({
    ...line(wish),
    says: ['Ich muss meinen Termin verschieben.'],
    functions: [
      checkCustomer,
      { name: 'list_appointments', args: theAppointment(wish) },
      check({ ...wish, start: later(wish) }),
      { name: 'reschedule_appointment', args: { ...theAppointment(wish), new_start: later(wish) } },
    ],
  }),

  /** Rings again to cancel. */
  cancel: (wish: CallWish): CallScript => ({
    ...line(wish),
    says: ['Ich muss leider absagen.'],
    functions: [
      checkCustomer,
      { name: 'list_appointments', args: theAppointment(wish) },
      { name: 'cancel_appointment', args: { ...theAppointment(wish), reason: 'Ich bin krank geworden.' } },
    ],
  }),
} satisfies Record<string, (wish: CallWish) => CallScript>;

export type CallScriptName = keyof typeof callScripts;
export const CALL_SCRIPT_NAMES = Object.keys(callScripts) as CallScriptName[];

/** The inbound webhook is asked too; Retell passes a withheld number as this word. */
const line = ({ withheld }: CallWish): CallScript => ({ inbound: true, ...(withheld && { from: 'anonymous' }) });
