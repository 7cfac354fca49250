export * from './bookings/calcom-booking';
export * from './bookings/create-booking-input';
export * from './bookings/list-bookings-filter';
export * from './calcom-client';
export * from './calcom-errors';
export { type BreakerSettings } from './http/fault-breaker';
