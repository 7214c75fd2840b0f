/** The part of JSON Schema (draft 7) that the published schema uses, read by its specification alone; unknown keywords throw. */
type Schema = Readonly<Record<string, unknown>>;

const NOTES = new Set(['$schema', '$id', 'title', 'description', 'default']);

/** Paths and reasons of what does not conform; empty where the value is valid. */
export function violations(schema: Schema, value: unknown, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => check(schema, keyword, rule, value, path));
}

function check(schema: Schema, keyword: string, rule: unknown, value: unknown, path: string): string[] {
  const wrong = (holds: boolean): string[] => (holds ? [] : [`${path}: ${keyword}`]);
  const record = typeof value === 'object' && value !== null && !Array.isArray(value);
  const fields = record ? (value as Record<string, unknown>) : {};
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  switch (keyword) {
    case 'type':
      return wrong(hasType(rule as string, value));
    case 'const':
      return wrong(value === rule);
    case 'enum':
      return wrong((rule as unknown[]).includes(value));
    case 'minimum':
      return wrong(typeof value !== 'number' || value >= (rule as number));
    case 'maximum':
      return wrong(typeof value !== 'number' || value <= (rule as number));
    case 'exclusiveMinimum':
      return wrong(typeof value !== 'number' || value > (rule as number));
    case 'pattern':
      return wrong(typeof value !== 'string' || new RegExp(rule as string, 'u').test(value));
    case 'maxLength':
      return wrong(typeof value !== 'string' || value.length <= (rule as number));
    case 'minItems':
      return wrong(!Array.isArray(value) || list.length >= (rule as number));
    case 'maxItems':
      return wrong(!Array.isArray(value) || list.length <= (rule as number));
    case 'anyOf':
      return wrong((rule as Schema[]).some((option) => violations(option, value, path).length === 0));
    case 'required':
      return (rule as string[])
        .filter((name) => record && !(name in fields))
        .map((name) => `${path}.${name}: required`);
    case 'properties':
      return Object.entries(rule as Record<string, Schema>).flatMap(([name, inner]) =>
        name in fields ? violations(inner, fields[name], `${path}.${name}`) : [],
      );
    case 'additionalProperties': {
      if (typeof rule === 'boolean') return [];
      const known = Object.keys((schema['properties'] as object | undefined) ?? {});
      return Object.keys(fields)
        .filter((name) => !known.includes(name))
        .flatMap((name) => violations(rule as Schema, fields[name], `${path}.${name}`));
    }
    case 'propertyNames':
      return Object.keys(fields).flatMap((name) => violations(rule as Schema, name, `${path}.${name}`));
    case 'items':
      return Array.isArray(rule)
        ? (rule as Schema[]).flatMap((inner, at) =>
            at in list ? violations(inner, list[at], `${path}[${at}]`) : [],
          )
        : list.flatMap((item, at) => violations(rule as Schema, item, `${path}[${at}]`));
    default:
      if (NOTES.has(keyword)) return [];
      throw new Error(`${path}: keyword ${keyword} is not read`);
  }
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
