import { type CalcomEventType } from '../../seed/event-type';
import { type CalcomWorld } from '../calcom-world';

/** An individual event type as version 2024-06-14 lists it. */
export function eventTypeOutput(eventType: CalcomEventType, world: CalcomWorld): Record<string, unknown> {
  const { id, name, username } = world.host(eventType.hostId);
  return {
    id: eventType.id,
    ownerId: id,
    lengthInMinutes: eventType.lengthInMinutes,
    lengthInMinutesOptions: eventType.lengthOptions,
    title: eventType.title,
    slug: eventType.slug,
    description: '',
    locations: [{ type: 'address', address: eventType.address, public: true }],
    bookingFields: [
      { type: 'name', slug: 'name', required: true, isDefault: true },
      { type: 'email', slug: 'email', required: eventType.emailRequired ?? false, isDefault: true },
    ],
    minimumBookingNotice: eventType.minimumBookingNotice ?? 0,
    beforeEventBuffer: 0,
    afterEventBuffer: 0,
    bookingWindow: eventType.bookingWindowDays
      ? { type: 'calendarDays', value: eventType.bookingWindowDays, rolling: true }
      : { disabled: true },
    confirmationPolicy: eventType.requiresConfirmation
      ? { type: 'always', blockUnconfirmedBookingsInBooker: false }
      : { disabled: true },
    seats: { disabled: true },
    hidden: false,
    price: 0,
    currency: 'eur',
    metadata: {},
    users: [{ id, name, username }],
  };
}

/** The same as 2024-04-15 groups it: by owner, `length` instead of `lengthInMinutes`. */
export function oldEventTypeGroups(eventTypes: CalcomEventType[], world: CalcomWorld): Record<string, unknown> {
  const ownerIds = [...new Set(eventTypes.map((eventType) => eventType.hostId))];
  return {
    eventTypeGroups: ownerIds.map((ownerId) => ({
      teamId: null,
      profile: { name: world.host(ownerId).name, slug: world.host(ownerId).username },
      eventTypes: eventTypes
        .filter((eventType) => eventType.hostId === ownerId)
        .map(({ id, slug, title, lengthInMinutes }) => ({ id, slug, title, length: lengthInMinutes })),
    })),
    profiles: [],
  };
}
