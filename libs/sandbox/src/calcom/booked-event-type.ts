import { type CalcomEventType } from '../seed/event-type';
import { type CalcomWorld } from './calcom-world';
import { notFound } from './refusals';

/** How a request names the event type: by id, or by its slug and whose it is. */
export interface EventTypeSelector {
  eventTypeId?: number;
  eventTypeSlug?: string;
  username?: string;
  teamSlug?: string;
}

/** Undefined where its owner has none like it; throws where there is no such owner. */
export function findEventType(selector: EventTypeSelector, { seed }: CalcomWorld): CalcomEventType | undefined {
  const { eventTypeId, eventTypeSlug: slug, username, teamSlug } = selector;
  if (eventTypeId) return seed.eventTypes.find((eventType) => eventType.id === eventTypeId);
  const ofSlug = seed.eventTypes.filter((eventType) => eventType.slug === slug);
  if (username) {
    const user = seed.hosts.find((host) => host.username === username);
    if (!user) throw notFound(`User with username ${username} not found`);
    return ofSlug.find(({ hostId, team }) => !team && hostId === user.id);
  }
  const owner = seed.teams.find((team) => team.slug === teamSlug);
  if (!owner) throw notFound(`Team with slug ${teamSlug} not found`);
  return ofSlug.find(({ team }) => team?.teamId === owner.id);
}

/** In the words of who books. */
export function bookedEventType(selector: EventTypeSelector, world: CalcomWorld): CalcomEventType {
  const found = findEventType(selector, world);
  if (found) return found;
  const { eventTypeId, eventTypeSlug: slug, username, teamSlug } = selector;
  if (eventTypeId) throw notFound(`Event type with id ${eventTypeId} not found.`);
  const owner = username ? `user ${username}` : `team ${teamSlug}`;
  throw notFound(`Event type with slug ${slug} belonging to ${owner} not found.`);
}
