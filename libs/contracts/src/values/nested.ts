import { Type } from 'class-transformer';
import { IsDefined, IsOptional, ValidateNested } from 'class-validator';

type ClassOf = () => new () => object;
const classes = new Map<object, Map<string, ClassOf>>();

/** A nested object that must be there: `@ValidateNested` alone lets a missing one pass. */
export function Nested(type: ClassOf): PropertyDecorator {
  return all(IsDefined(), ValidateNested(), Type(type), remember(type));
}

/** A nested object or null. */
export function NestedOrNull(type: ClassOf): PropertyDecorator {
  return all(IsOptional(), ValidateNested(), Type(type), remember(type));
}

/** A list, possibly empty, of nested objects. */
export function NestedList(type: ClassOf): PropertyDecorator {
  return all(IsDefined(), ValidateNested({ each: true }), Type(type), remember(type));
}

/** Of the objects nested in this property of a class, or of a class it extends. */
export function nestedClass(type: new () => object, property: string): (new () => object) | undefined {
  for (let owner = type.prototype as object | null; owner; owner = Object.getPrototypeOf(owner) as object | null) {
    const found = classes.get(owner)?.get(property);
    if (found) return found();
  }
  return undefined;
}

function remember(type: ClassOf): PropertyDecorator {
  return (target, property) => {
    const ofClass = classes.get(target) ?? new Map<string, ClassOf>();
    classes.set(target, ofClass.set(String(property), type));
  };
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
