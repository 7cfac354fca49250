import type { TestDatabase } from '@callbook/testing';

/** From now on keeps, for each appointment, in which transactions its parts were written first. */
export async function watchTransactions(database: TestDatabase): Promise<void> {
  await database.query(`
    CREATE SCHEMA spec;
    CREATE TABLE spec.writes (what text, appointment_id uuid, transaction xid8);
    CREATE FUNCTION spec.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO spec.writes VALUES (TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::uuid, pg_current_xact_id());
      RETURN NULL;
    END $$;
    CREATE TRIGGER keep AFTER INSERT ON records.appointments
      FOR EACH ROW EXECUTE FUNCTION spec.keep('appointment', 'id');
    CREATE TRIGGER keep AFTER INSERT ON records.appointment_phases
      FOR EACH ROW EXECUTE FUNCTION spec.keep('phase', 'appointment_id');
    CREATE TRIGGER keep AFTER INSERT OR UPDATE ON records.calls
      FOR EACH ROW WHEN (NEW.booking_confirmed) EXECUTE FUNCTION spec.keep('confirmed', 'appointment_id')`);
}

/** How many rows of each kind the transaction wrote that made the appointment. */
export async function writtenWith(database: TestDatabase, appointmentId: string): Promise<Record<string, number>> {
  const rows = await database.query<{ what: string; rows: number }>(
    `SELECT what, count(*)::integer AS rows FROM spec.writes
     WHERE appointment_id = $1 AND transaction = (
       SELECT transaction FROM spec.writes WHERE appointment_id = $1 AND what = 'appointment')
     GROUP BY what`,
    [appointmentId],
  );
  return Object.fromEntries(rows.map(({ what, rows }) => [what, rows]));
}
