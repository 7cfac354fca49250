/** What is asked and how answers are read, without HTTP: for whoever brings the answers himself, as a simulation does. */
export * from './bookings/cancel-booking-input';
export * from './bookings/create-booking-input';
export * from './bookings/list-bookings-filter';
export * from './bookings/read-answers';
export * from './bookings/reschedule-booking-input';
export { type CalcomAnswer } from './http/calcom-answer';
export { type CalcomRequest, versionFor } from './http/calcom-request';
export * from './slots/free-slots-question';
export * from './slots/read-slots';
