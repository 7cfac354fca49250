import { Transform } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';

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

export const IsLogLevel = (): PropertyDecorator => IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
