import type { LinkedRows } from './linked-rows';

/** The linked rows for people, one fact a line. */
export function describeRows({ call, appointment, links }: LinkedRows): string[] {
  const { priceMinor, currency } = appointment;
  const price = priceMinor === null ? 'no price' : `${(priceMinor / 100).toFixed(2)} ${currency}`;
  return [
    `Call              ${call.retellCallId}  (confirmed: ${call.bookingConfirmed})`,
    `Appointment       ${appointment.id}  (${appointment.status})`,
    `                  ${appointment.service}, ${price}, with ${appointment.staff}, ${appointment.startsAt}`,
    `Cal.com sandbox   uid ${appointment.calcomUid}, host ${appointment.calcomHostId}`,
    `Links             call -> appointment: ${links.forward}, appointment -> call: ${links.backward}`,
  ];
}
