import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min, ValidateBy } from 'class-validator';

/** A whole number within bounds. */
export function IsNumberSetting({
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
}: { min?: number; max?: number } = {}): PropertyDecorator {
  return all(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value)),
    IsInt(),
    Min(min),
    Max(max),
  );
}

/** A TCP port; 0 picks a free one. */
export const IsPortSetting = (): PropertyDecorator => IsNumberSetting({ min: 0, max: 65_535 });

/**
 * Text with a reader of its own, such as a list of durations.
 * @param read throws for text it cannot read
 * @param form completes "must be …". What the reader throws is not repeated: it may hold the value
 */
export function IsReadBy(read: (text: string) => unknown, form: string): PropertyDecorator {
  return ValidateBy({
    name: 'isReadBy',
    validator: {
      validate: (value) => typeof value === 'string' && canRead(() => read(value)),
      defaultMessage: () => `$property must be ${form}`,
    },
  });
}

function canRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

export const IsLogLevel = (): PropertyDecorator => IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
