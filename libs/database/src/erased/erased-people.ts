import type { EntityManager } from 'typeorm';
import type { ErasedKind, ErasureKey } from './erasure-key';

/** Something by which a fact tells whom it is about. */
export interface ToldOf {
  readonly company: string;
  readonly kind: ErasedKind;
  readonly value: string;
  /** When the person used it: a number or an address that is used after the erasure is a new person's. */
  readonly at: Date;
}

/** People were erased, and the key by which they would be recognised is missing or another one. */
export class ErasureKeyWrong extends Error {
  override readonly name = 'ErasureKeyWrong';
}

type Queries = Pick<EntityManager, 'query'>;

/** Who was erased, as one schema remembers it. */
export class ErasedPeople {
  /** @param key null: nobody can be erased, and it is an error to be asked once somebody was */
  constructor(
    private readonly schema: string,
    readonly key: ErasureKey | null,
  ) {}

  /**
   * Of what is told, whatever names somebody who was erased. Until the transaction ends nobody of these companies is erased,
   * so what it stores of everybody else stays right. Two statements, however much is told.
   * @throws ErasureKeyWrong
   */
  async among<T extends ToldOf>(tx: Queries, told: readonly T[]): Promise<Set<T>> {
    if (told.length === 0) return new Set();
    const companies = [...new Set(told.map(({ company }) => company))].sort();
    // In a statement of its own: what a statement sees, it sees as of before it had to wait.
    await tx.query(`SELECT pg_advisory_xact_lock_shared(${lockOf('company')}) FROM unnest($1::text[]) company`, [
      companies,
    ]);
    const { key } = this;
    if (!key) {
      await this.nobodyErased(tx, companies);
      return new Set();
    }
    const rows = (await tx.query(
      `SELECT told.place::integer - 1 AS place FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
         WITH ORDINALITY AS told (company, kind, hash, at, place)
       JOIN ${this.schema}.erased USING (company, kind, hash)
       WHERE told.kind IN ('call', 'uid') OR told.at <= erased.erased_at`,
      [
        told.map(({ company }) => company),
        told.map(({ kind }) => kind),
        told.map(({ company, kind, value }) => key.hash(company, kind, value)),
        told.map(({ at }) => at),
      ],
    )) as { place: number }[];
    return new Set(rows.map(({ place }) => told[place] as T));
  }

  /** Until the transaction ends nobody stores anything about anybody of this company. To be called first in it. */
  async keepOthersOut(tx: Queries, company: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${lockOf('$1')})`, [company]);
  }

  /** Remembers them; the later moment counts. */
  async remember(
    tx: Queries,
    company: string,
    hashes: readonly { readonly kind: ErasedKind; readonly hash: string }[],
    erasedAt: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.schema}.erased (company, kind, hash, erased_at)
       SELECT DISTINCT $1::text, kind, hash, $4::timestamptz FROM unnest($2::text[], $3::text[]) AS told (kind, hash)
       ON CONFLICT (company, kind, hash) DO UPDATE SET erased_at = greatest(erased.erased_at, EXCLUDED.erased_at)`,
      [company, hashes.map(({ kind }) => kind), hashes.map(({ hash }) => hash), erasedAt],
    );
  }

  /**
   * Keeps which key is used, the first time; from then on it must be that one.
   * @throws ErasureKeyWrong
   */
  async settleKey(tx: Queries, fingerprint = this.key?.fingerprint): Promise<void> {
    if (fingerprint !== undefined) {
      await tx.query(
        `INSERT INTO ${this.schema}.erasure_key (fingerprint) VALUES ($1) ON CONFLICT (only_one) DO NOTHING`,
        [fingerprint],
      );
    }
    await this.checkKey(tx);
  }

  /** @throws ErasureKeyWrong when people were erased with another key than this one */
  async checkKey(tx: Queries): Promise<void> {
    const [used] = (await tx.query(`SELECT fingerprint FROM ${this.schema}.erasure_key`)) as { fingerprint: string }[];
    if (used && used.fingerprint !== this.key?.fingerprint) throw wrongKey(this.key);
  }

  private async nobodyErased(tx: Queries, companies: readonly string[]): Promise<void> {
    const erased = (await tx.query(`SELECT 1 FROM ${this.schema}.erased WHERE company = ANY ($1) LIMIT 1`, [
      companies,
    ])) as unknown[];
    if (erased.length > 0) throw wrongKey(null);
  }
}

function wrongKey(key: ErasureKey | null): ErasureKeyWrong {
  const what = key ? 'is another one than the one people were erased with' : 'is not set, and people were erased';
  return new ErasureKeyWrong(`ERASURE_KEY ${what}: they would not be recognised when they are told of again`);
}

const lockOf = (company: string): string => `hashtextextended('erasure ' || ${company}, 0)`;
