/**
 * Who was erased, as keyed hashes: so that what is told of them later is recognised and not stored again. The same in every
 * schema that stores what is told. Fixed for ever: migrations that ran are made of it.
 */
export function erasedTables(schema: string): string {
  return `
    CREATE TABLE ${schema}.erased (
      company text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('call', 'uid', 'number', 'email', 'customer')),
      hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
      erased_at timestamptz NOT NULL,
      PRIMARY KEY (company, kind, hash)
    );
    COMMENT ON TABLE ${schema}.erased IS 'keyed hashes of what identified people who were erased: facts about them are not stored again';
    COMMENT ON COLUMN ${schema}.erased.hash IS 'HMAC-SHA256 with the setting ERASURE_KEY; worth nothing without it, and useless with another one';
    COMMENT ON COLUMN ${schema}.erased.erased_at IS 'a number or address that is used again later is a new person';

    CREATE TABLE ${schema}.erasure_key (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$')
    );
    COMMENT ON TABLE ${schema}.erasure_key IS 'which key the hashes were made with: another one would recognise nobody';
  `;
}

export function dropErasedTables(schema: string): string {
  return `DROP TABLE ${schema}.erased, ${schema}.erasure_key;`;
}
