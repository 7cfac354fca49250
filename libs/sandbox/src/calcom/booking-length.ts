import { type CalcomEventType } from '../seed/event-type';
import { lengthNotOffered, lengthNotSelectable } from './event-type-refusals';

/** How long the booking takes; throws if the wish is not one of several lengths. */
export function minutesOf({ lengthInMinutes, lengthOptions }: CalcomEventType, wish: number | undefined): number {
  if (wish === undefined) return lengthInMinutes;
  if (!lengthOptions) throw lengthNotSelectable();
  if (!lengthOptions.includes(wish)) throw lengthNotOffered(lengthOptions);
  return wish;
}
