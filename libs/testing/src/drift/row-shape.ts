import type { StoredColumn } from './stored-tables';

/**
 * In what an interface that says how the driver gives rows is not what the table gives: names, null, and number, text, boolean or
 * time. Of other types only what they are not is known.
 * @param source TypeScript, with each member on a line of its own
 * @param computed members that are no columns
 */
export function shapeDrift(
  source: string,
  shape: string,
  table: ReadonlyMap<string, StoredColumn>,
  computed: readonly string[] = [],
): string[] {
  const [, body] = new RegExp(`interface ${shape}\\b[^{]*\\{([^}]*)\\}`).exec(source) ?? [];
  if (body === undefined) return [`there is no interface ${shape}`];
  return [...body.matchAll(/^\s*(?:readonly )?(\w+): (.+);$/gm)].flatMap(([, name = '', type = '']) => {
    if (computed.includes(name)) return [];
    const column = table.get(name);
    if (!column) return [`${shape}.${name} is no column of the table`];
    const withNull = /\| null$/.test(type);
    const bare = type.replace(/ \| null$/, '');
    const wrong =
      withNull === column.nullable ? [] : [`${shape}.${name} can ${column.nullable ? '' : 'not '}be null in the table`];
    const given = typeGiven(column);
    const fits = plain.has(bare) ? bare === given : given === 'string' || given === 'object';
    return fits ? wrong : [...wrong, `${shape}.${name} comes as ${given} (${column.type}), and is ${bare} in the code`];
  });
}

const plain = new Set(['string', 'number', 'boolean', 'Date']);

function typeGiven({ type, isArray }: StoredColumn): string {
  if (isArray) return 'object';
  return (
    {
      int2: 'number',
      int4: 'number',
      float4: 'number',
      float8: 'number',
      bool: 'boolean',
      timestamptz: 'Date',
      json: 'object',
      jsonb: 'object',
    }[type] ?? 'string'
  );
}
