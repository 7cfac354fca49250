import { registerDecorator, type ValidationArguments } from 'class-validator';

/** The number is smaller than that of another property. */
export function IsBelow(other: string): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isBelow',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown, { object }: ValidationArguments) =>
          typeof value === 'number' && value < Number((object as Record<string, unknown>)[other]),
        defaultMessage: () => `${String(property)} must be less than ${other}`,
      },
    });
}
