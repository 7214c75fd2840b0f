/**
 * Descriptions for the published JSON Schema of a document: each name gets its text from a table, by the end of its path, the
 * longest that fits (`probes.sent` before `sent`). Items of a list have their list's path. Pure; used when the package is built.
 */
export type Descriptions = Readonly<Record<string, string>>;

export interface SchemaNode {
  description?: string;
  readonly properties?: Record<string, SchemaNode>;
  readonly items?: SchemaNode | SchemaNode[];
  readonly prefixItems?: SchemaNode[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly anyOf?: SchemaNode[];
  readonly oneOf?: SchemaNode[];
  readonly allOf?: SchemaNode[];
  readonly type?: string | string[];
}

/** Every named value below `node`, with its path. */
export function* namesIn(node: SchemaNode, path = ''): Generator<{ path: string; node: SchemaNode }> {
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const own = path === '' ? name : `${path}.${name}`;
    yield { path: own, node: child };
    yield* namesIn(child, own);
  }
  const { items, additionalProperties, prefixItems = [], anyOf = [], oneOf = [], allOf = [] } = node;
  const lists = Array.isArray(items) ? items : items === undefined ? [] : [items];
  const others = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  for (const child of [...lists, ...others, ...prefixItems, ...anyOf, ...oneOf, ...allOf])
    yield* namesIn(child, path);
}

/** The text for a path; undefined where the table has none. */
export function descriptionOf(path: string, table: Descriptions): string | undefined {
  const parts = path.split('.');
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join('.');
    if (Object.hasOwn(table, end)) return table[end];
  }
  return undefined;
}

/** Writes the texts into the schema. */
export function described<Schema extends object>(schema: Schema, table: Descriptions): Schema {
  const copy = structuredClone(schema);
  for (const { path, node } of namesIn(copy as SchemaNode)) {
    const text = descriptionOf(path, table);
    if (text !== undefined) node.description = text;
  }
  return copy;
}

/** The same figures of the one direction and of the other. */
export const each = (table: (direction: string, way: string) => Descriptions): Descriptions => ({
  ...table('up', 'from client to server'),
  ...table('down', 'from server to client'),
});
