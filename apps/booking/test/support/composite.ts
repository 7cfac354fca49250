import type { World } from './booking-in-memory';

/** Three bookings with a waiting time between the first two. */
export const composite: World['service'] = {
  calcomEventTypeId: null,
  segments: [
    { key: 'colour', offsetMinutes: 0, minutes: 30, calcomEventTypeId: 3001, staffId: null },
    { key: 'wait', offsetMinutes: 30, minutes: 30, calcomEventTypeId: null, staffId: null },
    { key: 'cut', offsetMinutes: 60, minutes: 30, calcomEventTypeId: 3002, staffId: null },
    { key: 'dry', offsetMinutes: 90, minutes: 30, calcomEventTypeId: 3003, staffId: null },
  ],
};
