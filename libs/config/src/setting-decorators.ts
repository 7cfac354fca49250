import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsUrl, Matches, Max, Min, ValidateBy } from 'class-validator';

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

/** Where RabbitMQ is. */
export const IsBrokerUrl = (): PropertyDecorator =>
  IsUrl(
    { protocols: ['amqp', 'amqps'], require_protocol: true, require_tld: false },
    { message: '$property must be an address such as amqp://user:password@host:5672' },
  );

/** Where PostgreSQL is, and as whom. */
export const IsDatabaseUrl = (): PropertyDecorator =>
  IsUrl(
    { protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false, validate_length: false },
    { message: '$property must be an address such as postgres://role:password@host:5432/callbook' },
  );

/** Put before every exchange and queue, so that several installations can share a broker. Empty for the only one. */
export const IsMessagingPrefix = (): PropertyDecorator =>
  Matches(/^[a-z0-9._-]{0,60}$/, {
    message: '$property must be up to 60 small letters, digits, dots, dashes and underscores',
  });

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
