import type { Event } from './event';
import type { EventClass } from './event-class';

/** `<subject>.<past-tense>.v1.<company>`: what subscribers bind with. */
export function routingKey(event: Pick<Event<unknown>, 'type' | 'company'>): string {
  return `${event.type}.${event.company}`;
}

/** Binds one event of every company. */
export function everyCompany(type: Pick<EventClass, 'type'>): string {
  return `${type.type}.*`;
}
