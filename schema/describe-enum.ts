import { registerEnumType } from 'type-graphql';

/** Publishes an enum of src/model under its name; a value without a description does not compile. */
export function describeEnum<T extends object>(
  values: T,
  name: string,
  description: string,
  valueDescriptions: Record<keyof T, string>,
): void {
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(valueDescriptions).map(([value, text]) => [value, { description: text }]),
  ) as Record<keyof T, { description: string }>;
  registerEnumType(values, { name, description, valuesConfig });
}
