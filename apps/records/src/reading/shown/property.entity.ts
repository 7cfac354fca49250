import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

const property =
  (schema: ApiPropertyOptions) =>
  (description?: string): PropertyDecorator =>
    ApiProperty({ ...schema, ...(description && { description }) } as ApiPropertyOptions);

const orNull = (schema: ApiPropertyOptions) => property({ ...schema, nullable: true } as ApiPropertyOptions);

export const Text = property({ type: String });
export const TextOrNull = orNull({ type: String });
export const Uuid = property({ type: String, format: 'uuid' });
export const UuidOrNull = orNull({ type: String, format: 'uuid' });
export const Time = property({ type: String, format: 'date-time' });
export const TimeOrNull = orNull({ type: String, format: 'date-time' });
export const Whole = property({ type: 'integer' });
export const WholeOrNull = orNull({ type: 'integer' });
export const NumberOrNull = orNull({ type: Number });
export const Flag = property({ type: Boolean });
export const FlagOrNull = orNull({ type: Boolean });
export const OneOf = (allowed: readonly string[], description?: string): PropertyDecorator =>
  ApiProperty({ type: String, enum: [...allowed], ...(description && { description }) });
export const OneOfOrNull = (allowed: readonly string[], description?: string): PropertyDecorator =>
  ApiProperty({ type: String, enum: [...allowed], nullable: true, ...(description && { description }) });
type Shape = abstract new (...args: never[]) => object;
const shaped = (shape: Shape, more: object, description?: string): PropertyDecorator =>
  ApiProperty({ type: shape as never, ...more, ...(description && { description }) });

export const Part = (shape: Shape, description?: string): PropertyDecorator => shaped(shape, {}, description);
export const PartOrNull = (shape: Shape, description?: string): PropertyDecorator =>
  shaped(shape, { nullable: true }, description);
export const ListOf = (shape: Shape, description?: string): PropertyDecorator =>
  shaped(shape, { isArray: true }, description);
