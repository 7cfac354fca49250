/** One wrong property, as class-validator reports it: its own complaints and those of its nested properties. */
export interface Issue {
  property: string;
  constraints: string[];
  children?: Issue[];
}

/** The words of Cal.com's booking pipe, including the missing space after the comma and the trailing one. */
export function issueText(issues: Issue[]): string {
  return issues
    .map(({ property, constraints, children = [] }) => {
      const nested = children.length > 0 ? issueText(children) : '';
      return `${property} property is wrong,${constraints.join(', ')} ${nested}`;
    })
    .join(', ');
}

export type Fields = Record<string, unknown>;

/** A rule returns its complaint or nothing. */
export type Rule = (value: unknown, property: string) => string | undefined;

export interface Field {
  optional?: boolean;
  rules: Rule[];
}

/** Unknown properties come first, as the whitelist is checked before the rules. */
export function checkFields(body: Fields, known: Record<string, Field>): Issue[] {
  const unknown = Object.keys(body)
    .filter((property) => !Object.hasOwn(known, property))
    .map((property) => ({ property, constraints: [`property ${property} should not exist`] }));
  const wrong = Object.entries(known).flatMap(([property, { optional, rules }]) => {
    const value = body[property];
    if (optional && (value === undefined || value === null)) return [];
    const constraints = rules.flatMap((rule) => rule(value, property) ?? []);
    return constraints.length > 0 ? [{ property, constraints }] : [];
  });
  return [...unknown, ...wrong];
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
