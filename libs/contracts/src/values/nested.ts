import { Type } from 'class-transformer';
import { IsDefined, IsOptional, ValidateNested } from 'class-validator';

/** A nested object that must be there: `@ValidateNested` alone lets a missing one pass. */
export function Nested(type: () => new () => object): PropertyDecorator {
  return all(IsDefined(), ValidateNested(), Type(type));
}

/** A nested object or null. */
export function NestedOrNull(type: () => new () => object): PropertyDecorator {
  return all(IsOptional(), ValidateNested(), Type(type));
}

/** A list, possibly empty, of nested objects. */
export function NestedList(type: () => new () => object): PropertyDecorator {
  return all(IsDefined(), ValidateNested({ each: true }), Type(type));
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
