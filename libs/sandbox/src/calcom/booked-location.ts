import { type CalcomEventType, type LocationType } from '../seed/event-type';
import { locationNotOffered } from './event-type-refusals';
import { type Fields } from './input/issues';

/** Where the booking takes place, in words; undefined for the address of the event type. */
export function bookedLocation(
  wish: string | ({ type: string } & Fields) | undefined,
  { id, otherLocations = [] }: CalcomEventType,
): string | undefined {
  if (wish === undefined || typeof wish === 'string' || wish?.type === 'address') return undefined;
  if (!otherLocations.includes(wish?.type as LocationType)) throw locationNotOffered(wish?.type, id);
  const said = [wish.phone, wish.address, wish.location, wish.integration].find((value) => typeof value === 'string');
  return (said as string | undefined) ?? `https://meet.sandbox.example/${wish.type}`;
}
