import type { QueryRunner } from 'typeorm';

/**
 * What a schema is, line by line in a fixed order: columns, constraints, indexes, views, other objects, and who may do what.
 * The order of columns is left out: a column that was dropped and made again stands last.
 */
export async function fingerprint(db: QueryRunner, schemas: readonly string[]): Promise<string[]> {
  const rows = (await db.query(
    `WITH ours AS (
       SELECT class.*, format('%I.%I', namespace.nspname, class.relname) AS name
       FROM pg_class class JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
       WHERE namespace.nspname = ANY ($1) AND class.relname !~ '^migrations(_|$)')
     SELECT format('column %s.%I %s%s%s%s%s', ours.name, att.attname, format_type(att.atttypid, att.atttypmod),
              CASE WHEN att.attnotnull THEN ' not null' END, ' default ' || pg_get_expr(def.adbin, def.adrelid),
              ' generated ' || nullif(att.attgenerated::text, ''), ' identity ' || nullif(att.attidentity::text, '')) AS line
     FROM ours JOIN pg_attribute att ON att.attrelid = ours.oid AND att.attnum > 0 AND NOT att.attisdropped
     LEFT JOIN pg_attrdef def ON def.adrelid = att.attrelid AND def.adnum = att.attnum
     WHERE ours.relkind IN ('r', 'p', 'v', 'm')
     UNION ALL SELECT format('constraint %s.%I %s', ours.name, con.conname, pg_get_constraintdef(con.oid))
     FROM ours JOIN pg_constraint con ON con.conrelid = ours.oid
     UNION ALL SELECT format('index %s%s', pg_get_indexdef(index.indexrelid), CASE WHEN NOT index.indisvalid THEN ' (invalid)' END)
     FROM ours JOIN pg_index index ON index.indrelid = ours.oid
     UNION ALL SELECT format('view %s %s', name, pg_get_viewdef(oid)) FROM ours WHERE relkind IN ('v', 'm')
     UNION ALL SELECT format('%s %s %s %s', relkind, name, relpersistence, reloptions) FROM ours WHERE relkind <> 'i'
     UNION ALL SELECT format('trigger %s %s', ours.name, pg_get_triggerdef(trigger.oid))
     FROM ours JOIN pg_trigger trigger ON trigger.tgrelid = ours.oid WHERE NOT trigger.tgisinternal
     UNION ALL SELECT format('function %s', pg_get_functiondef(oid)) FROM pg_proc
     WHERE pronamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY ($1)) AND prokind = 'f'
     UNION ALL SELECT format('type %s.%s %s', typnamespace::regnamespace, typname, typtype) FROM pg_type
     WHERE typnamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY ($1)) AND typtype IN ('d', 'e')
     UNION ALL SELECT format('grant %s to %s on %s', acl.privilege_type, acl.grantee::regrole, ours.name)
     FROM ours, aclexplode(ours.relacl) acl WHERE acl.grantee <> ours.relowner
     ORDER BY line`,
    [schemas],
  )) as { line: string }[];
  return rows.map(({ line }) => line);
}
