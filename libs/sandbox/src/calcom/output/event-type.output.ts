import { type CalcomEventType, hostIdsOf } from '../../seed/event-type';
import { type CalcomWorld } from '../calcom-world';

/** An event type as version 2024-06-14 tells it: an individual one by its owner, a team's by its hosts. */
export function eventTypeOutput(eventType: CalcomEventType, world: CalcomWorld): Record<string, unknown> {
  return {
    id: eventType.id,
    lengthInMinutes: eventType.lengthInMinutes,
    lengthInMinutesOptions: eventType.lengthOptions,
    title: eventType.title,
    slug: eventType.slug,
    description: '',
    locations: [{ type: 'address', address: eventType.address, public: true }],
    bookingFields: bookingFieldsOf(eventType),
    minimumBookingNotice: eventType.minimumBookingNotice ?? 0,
    beforeEventBuffer: 0,
    afterEventBuffer: 0,
    bookingWindow: eventType.bookingWindowDays
      ? { type: 'calendarDays', value: eventType.bookingWindowDays, rolling: true }
      : { disabled: true },
    confirmationPolicy: eventType.requiresConfirmation
      ? { type: 'always', blockUnconfirmedBookingsInBooker: false }
      : { disabled: true },
    requiresBookerEmailVerification: eventType.emailVerificationCode !== undefined,
    seats: { disabled: true },
    hidden: eventType.hidden ?? false,
    price: eventType.price ?? 0,
    currency: eventType.currency ?? 'eur',
    metadata: {},
    ...(isOfTeam(eventType) ? teamPart(eventType, world) : ownersPart(eventType, world)),
  };
}

/** A managed template belongs to a team, too: it is what the individual event types of its members are made of. */
export const isOfTeam = ({ team, managedParent }: CalcomEventType): boolean => team !== undefined || !!managedParent;

function ownersPart({ hostId }: CalcomEventType, world: CalcomWorld): Record<string, unknown> {
  const { id, name, username } = world.host(hostId);
  return { ownerId: id, users: [{ id, name, username }] };
}

function teamPart(eventType: CalcomEventType, world: CalcomWorld): Record<string, unknown> {
  const team = world.teamOf(eventType);
  return {
    ownerId: null,
    teamId: team?.id ?? null,
    parentEventTypeId: null,
    schedulingType: eventType.managedParent ? 'managed' : eventType.team?.scheduling,
    hosts: hostIdsOf(eventType).map((id) => {
      const { name, username } = world.host(id);
      return { userId: id, name, username, mandatory: false, priority: 'medium' };
    }),
    assignAllTeamMembers: false,
    ...(team && { team: { id: team.id, slug: team.slug, name: team.name } }),
  };
}

/** Those every event type has, as far as the sandbox asks them, and its own. */
function bookingFieldsOf(eventType: CalcomEventType): Record<string, unknown>[] {
  const { emailRequired = false, emailHidden = false, phoneRequired = false, bookingFields = [] } = eventType;
  return [
    { type: 'name', slug: 'name', required: true, isDefault: true },
    { type: 'email', slug: 'email', required: emailRequired, hidden: emailHidden, isDefault: true },
    { type: 'phone', slug: 'attendeePhoneNumber', required: phoneRequired, isDefault: true },
    ...bookingFields.map(({ slug, type, required = false, options }) => ({
      type,
      slug,
      label: slug,
      required,
      ...(options && { options }),
      isDefault: false,
    })),
  ];
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
