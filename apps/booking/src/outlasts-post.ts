import { parseLadder, rungName } from '@callbook/messaging';
import { registerDecorator, type ValidationArguments } from 'class-validator';

/** How much longer than the HTTP time-out a worker may hold an announced POST before somebody else looks. */
const leaseMarginMs = 15_000;

interface PostSettings {
  readonly CALCOM_TIMEOUT_MS: number;
  readonly CONCLUSIVE_AFTER_MS: number;
}

/** How long a POST may take, from its announcement. Milliseconds. */
export const leaseMs = ({ CALCOM_TIMEOUT_MS }: PostSettings): number => CALCOM_TIMEOUT_MS + leaseMarginMs;

/**
 * The ladder goes on until the POST of a process that died is decided: its lease has to be over, and a look-up that finds
 * nothing has to be conclusive. A shorter one would leave the request in the dead letters and its caller without an
 * outcome. Both together are asked for, though they run side by side: the rest is for a look-up that fails, and for
 * retries that came before the POST.
 */
export function OutlastsPost(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'outlastsPost',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (ladder: unknown, { object }: ValidationArguments) => {
          const [sum, needed] = [sumOf(ladder), neededBy(object as PostSettings)];
          return Number.isNaN(sum) || Number.isNaN(needed) || sum >= needed; // what cannot be read is told by others
        },
        defaultMessage: ({ object, value }: ValidationArguments) =>
          `${String(property)} adds up to ${rungName(sumOf(value))} and needs ${rungName(neededBy(object as PostSettings))}: ` +
          'the lease of a POST (CALCOM_TIMEOUT_MS and 15s) and CONCLUSIVE_AFTER_MS',
      },
    });
}

const neededBy = (settings: PostSettings): number => leaseMs(settings) + settings.CONCLUSIVE_AFTER_MS;

function sumOf(ladder: unknown): number {
  try {
    return parseLadder(String(ladder)).reduce((sum, ms) => sum + ms, 0);
  } catch {
    return Number.NaN;
  }
}
