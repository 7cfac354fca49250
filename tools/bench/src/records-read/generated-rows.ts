import { idOf } from './generated-catalogue';

/** How much is generated. Call `n` of every three may have booked appointment `n / 3`. */
export interface Amounts {
  readonly appointments: number;
  readonly calls: number;
  readonly customers: number;
}

/**
 * Everything follows from a row's number and the seed, whoever computes it and in which order: an appointment knows what its
 * call looks like without reading it. `r(n, use)` is a number from 0 to below 1, another one for each use.
 */
export const helpers = (seed: number, { calls, customers }: Amounts): string => `
  CREATE FUNCTION pg_temp.r(n bigint, use integer) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashint8extended(n, ${seed}::bigint * 1000 + use) & 1073741823) / 1073741824.0)::float8;
  CREATE FUNCTION pg_temp.call_at(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN timestamptz '2024-01-01 00:00Z' + n * (interval '1035 days' / ${calls}) + pg_temp.r(n, 1) * interval '6 hours';
  CREATE FUNCTION pg_temp.customers_of(share float8) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN greatest(10, (${customers} * share)::bigint);

  CREATE TEMP TABLE generated_names AS
  SELECT ARRAY['Anna','Lea','Mia','Emma','Sofia','Lina','Ella','Clara','Ida','Marie','Lena','Julia','Laura','Sarah','Lisa','Nina',
               'Zoë','Şule','Ayşe','Fatma','Olga','Jelena','Paul','Ben','Jonas','Leon','Finn','Noah','Elias','Luis','Felix','Max',
               'Moritz','Emil','Oskar','Anton','Karl','Jakob','Tim','Jan','Lukas','Mehmet','Ali','Mustafa','Ivan','Nikolai','Jürgen',
               'Günther','Björn','Sören'] AS first,
         ARRAY['Müller','Schmidt','Schneider','Fischer','Weber','Meyer','Wagner','Becker','Schulz','Hoffmann','Schäfer','Koch',
               'Bauer','Richter','Klein','Wolf','Schröder','Neumann','Schwarz','Zimmermann','Braun','Krüger','Hofmann','Hartmann',
               'Lange','Schmitt','Werner','Krause','Meier','Lehmann','Schmid','Schulze','Maier','Köhler','Herrmann','König','Walter',
               'Mayer','Huber','Kaiser','Fuchs','Peters','Lang','Scholz','Möller','Weiß','Jung','Hahn','Schubert','Vogel','Friedrich',
               'Keller','Günther','Frank','Berger','Winkler','Roth','Beck','Lorenz','Baumann','Franke','Albrecht','Schuster','Simon',
               'Ludwig','Böhm','Winter','Kraus','Martin','Schumacher','Krämer','Vogt','Stein','Jäger','Otto','Sommer','Groß','Seidel',
               'Heinrich','Brandt','Haas','Schreiber','Graf','Schulte','Dietrich','Ziegler','Kuhn','Kühn','Pohl','Engel','Horn',
               'Busch','Bergmann','Thomas','Voigt','Sauer','Arnold','Wolff','Pfeiffer','Öztürk','Yılmaz','Kaya','Demir','Çelik',
               'Şahin','Nowak','Kowalski','Petrović','Silva','Santos'] AS last;
`;

const customerId = idOf('customer', 'slug', 'person');

/** Of each company so many as its share says; frequent names are far more frequent. */
export const insertCustomers = `
  INSERT INTO records.customers (id, company, phone, email, email_from, name, name_from, anonymous, recorded_by_message, created_at)
  SELECT ${customerId}, slug, '+4915' || lpad((company * 10000000 + person)::text, 9, '0'), email, CASE WHEN email IS NOT NULL THEN born END,
         name, born, false, ${idOf('message', "'customer'", 'slug', 'person')}, born
  FROM generated_companies, generated_names,
    LATERAL generate_series(0, pg_temp.customers_of(share_to - share_from) - 1) AS person,
    LATERAL (SELECT company * 100000000::bigint + person AS n) AS numbered,
    LATERAL (SELECT first[1 + floor(power(pg_temp.r(n, 2), 1.2) * array_length(first, 1))::integer] || ' '
                 || last[1 + floor(power(pg_temp.r(n, 3), 1.15) * array_length(last, 1))::integer] AS name,
                 timestamptz '2024-01-01 00:00Z' + pg_temp.r(n, 4) * interval '1000 days' AS born) AS named,
    LATERAL (SELECT CASE WHEN pg_temp.r(n, 5) < 0.6
                    THEN translate(lower(replace(name, ' ', '.')), 'äöüßçşë', 'aouscse') || '.' || person || '@example.org' END AS email) AS addressed`;

/** Whose call number `n` is: company and customer. Some callers ring far more often than others. */
const caller = (n: string): string => `
  JOIN LATERAL (SELECT pg_temp.r(${n}, 6) AS share) AS drawn ON true
  JOIN generated_companies ON share >= share_from AND share < share_to
  JOIN LATERAL (SELECT floor(power(pg_temp.r(${n}, 7), 1.7) * pg_temp.customers_of(share_to - share_from))::bigint AS person) AS known ON true`;

const callId = (n: string): string => idOf('call', n);
const appointmentId = (n: string): string => idOf('appointment', n);
const byPhone = (appointment: string): string => `pg_temp.r(${appointment}, 8) < 0.85`;
const staffId = (appointment: string): string =>
  idOf('staff', 'slug', `floor(power(pg_temp.r(${appointment}, 9), 1.3) * staff)::integer`);

/** Calls `$1` to `$2`, with what is true of those that booked. */
export const insertCalls = `
  INSERT INTO records.calls (id, company, retell_call_id, branch_id, customer_id, customer_cause, customer_cause_since, from_number,
    customer_number, direction, call_type, agent_id, agent_version, status, started_at, ended_at, duration_ms,
    disconnection_reason, cost_cents, summary, sentiment, successful, in_voicemail, appointment_id, staff_id,
    appointment_link_status, appointment_linked_at, link_cause, link_cause_since, booking_confirmed,
    booking_failure_reason, booking_failed_at, recorded_by_message, created_at, updated_at)
  SELECT ${callId('n')}, slug, 'call_' || md5('retell' || n), ${idOf('branch', 'slug')},
         CASE WHEN NOT withheld THEN ${customerId} END, CASE WHEN withheld THEN 'number_withheld' END, CASE WHEN withheld THEN at END,
         CASE WHEN withheld THEN 'anonymous' ELSE number END, CASE WHEN NOT withheld THEN number END,
         'inbound', 'phone_call', 'agent_' || slug, 1 + (n / 500000)::integer, CASE WHEN n % 97 = 0 THEN 'ended' ELSE 'analyzed' END,
         at, at + length, (extract(epoch FROM length) * 1000)::integer,
         'user_hangup', 10 + 30 * pg_temp.r(n, 10),
         'Der Anrufer fragte nach einem Termin und bekam Auskunft. ' || md5(n::text),
         (ARRAY['Neutral', 'Positive', 'Negative'])[1 + (n % 3)::integer], true, false,
         CASE WHEN linked THEN ${appointmentId('n / 3')} END, CASE WHEN linked THEN ${staffId('n / 3')} END,
         CASE WHEN linked THEN 'linked' WHEN failed THEN 'failed' WHEN n % 211 = 0 THEN 'pending' WHEN n % 997 = 0 THEN 'unlinked'
              ELSE 'not_applicable' END,
         CASE WHEN linked THEN at + length END,
         CASE WHEN linked THEN NULL WHEN failed THEN 'booking_refused' WHEN n % 211 = 0 THEN 'booking_under_way'
              WHEN n % 997 = 0 THEN 'unlinked_by_operator' ELSE 'nothing_requested' END,
         CASE WHEN NOT linked THEN at END, linked,
         CASE WHEN failed THEN 'slot_taken' END, CASE WHEN failed THEN at + length END,
         ${idOf('message', "'call'", 'n')}, at, at + length
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n')}
  JOIN LATERAL (SELECT pg_temp.call_at(n) AS at, (40 + 200 * pg_temp.r(n, 11)) * interval '1 second' AS length,
      '+4915' || lpad((company * 10000000 + person)::text, 9, '0') AS number,
      n % 3 = 0 AND n / 3 <= $3::bigint AND ${byPhone('n / 3')} AS linked) AS one ON true
  JOIN LATERAL (SELECT NOT linked AND pg_temp.r(n, 12) < 0.03 AS withheld, NOT linked AND pg_temp.r(n, 13) < 0.08 AS failed) AS other ON true`;

/**
 * Appointments `$1` to `$2`: by phone those whose call booked, the others from the web. What is over is completed: records has
 * nothing to do beside answering.
 */
export const insertAppointments = `
  INSERT INTO records.appointments (id, company, reference, call_id, call_revision, link_cause, link_cause_since, customer_id, branch_id,
    service_id, staff_id, source, status, was_confirmed, attendee_absent, starts_at, ends_at, time_zone, price_minor, currency,
    attendee_as_said, metadata, calcom_booking_id, calcom_uid, root_uid, calcom_event_type_id, calcom_host_id, host_read_from,
    request_id, revision, booked_at, told_at, sync_status, recorded_by_message, created_at, updated_at)
  SELECT ${appointmentId('n')}, slug, 'GEN-' || upper(substr(md5('reference' || n), 1, 4)),
         CASE WHEN phone THEN ${callId('n * 3')} END, CASE WHEN phone THEN n END,
         CASE WHEN NOT phone THEN 'not_by_phone' END, CASE WHEN NOT phone THEN at END,
         ${customerId}, ${idOf('branch', 'slug')}, ${idOf('service', 'slug', 'service')}, ${staffId('n')},
         CASE WHEN phone THEN 'phone' ELSE 'calcom' END, status, status NOT IN ('pending', 'rejected'), status = 'no_show',
         starts, starts + 15 * (1 + service % 6) * interval '1 minute', time_zone, 2000 + 500 * service, 'EUR',
         jsonb_build_object('name', 'Person ' || n), '{}', n, 'uid' || md5('uid' || n), 'uid' || md5('uid' || n), company * 1000 + service,
         company * 1000, 'post', ${idOf('request', 'n')}, n, at, at, 'synced', ${idOf('message', "'appointment'", 'n')}, at, at
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n * 3')}
  JOIN LATERAL (SELECT pg_temp.call_at(n * 3) AS at, ${byPhone('n')} AS phone,
      floor(power(pg_temp.r(n, 14), 1.5) * services)::integer AS service) AS one ON true
  JOIN LATERAL (SELECT date_trunc('day', at) + (1 + floor(30 * power(pg_temp.r(n, 15), 2))) * interval '1 day'
      + (9 * 4 + floor(36 * pg_temp.r(n, 16))) * interval '15 minutes' AS starts) AS begun ON true
  JOIN LATERAL (SELECT CASE
      WHEN pg_temp.r(n, 17) < 0.11 THEN 'cancelled' WHEN pg_temp.r(n, 17) < 0.12 THEN 'rejected'
      WHEN starts < now() THEN CASE WHEN pg_temp.r(n, 17) < 0.16 THEN 'no_show' ELSE 'completed' END
      WHEN pg_temp.r(n, 17) < 0.17 THEN 'pending' ELSE 'confirmed' END AS status) AS told ON true`;

/** What else belongs to appointments `$1` to `$2`. */
export const insertUids = `
  INSERT INTO records.appointment_uids (company, uid, appointment_id, kind)
  SELECT slug, 'uid' || md5('uid' || n), ${appointmentId('n')}, 'chain'
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n * 3')}`;

/** What was said in every third call of `$1` to `$2`. */
export const insertTranscripts = `
  INSERT INTO records.call_transcripts (call_id, company, transcript, observed_at, recorded_by_message)
  SELECT ${callId('n')}, slug, repeat('Agent: Guten Tag. User: Ich hätte gern einen Termin. ', 6), pg_temp.call_at(n), ${idOf('message', "'call'", 'n')}
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n')}
  WHERE n % 3 = 0`;

/** The inbox keeps what was handled lately. */
export const insertInbox = `
  INSERT INTO records.inbox (message_id, queue, handled_at)
  SELECT ${idOf('message', "'call'", 'n')}, 'records.call-analyzed', pg_temp.call_at(n)
  FROM generate_series($1::bigint, $2::bigint) AS n
  WHERE n > 0.97 * $3::bigint`;

/** Where every third call of `$1` to `$2` can be heard. */
export const insertRecordings = `
  INSERT INTO records.call_recordings (call_id, company, recording_url, observed_at, recorded_by_message)
  SELECT ${callId('n')}, slug, 'https://recordings.example/' || md5('recording' || n), pg_temp.call_at(n), ${idOf('message', "'call'", 'n')}
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n')}
  WHERE n % 3 = 0`;

/** One in 25 of the appointments `$1` to `$2` has three parts. */
export const insertPhases = `
  INSERT INTO records.appointment_phases (appointment_id, position, key, offset_minutes, minutes, staff_required, staff_id, calcom_uid, status)
  SELECT ${appointmentId('n')}, part, 'part-' || part, 15 * part, 15, true, ${staffId('n')}, 'uid' || md5('part' || n || part), 'confirmed'
  FROM generate_series($1::bigint, $2::bigint) AS n ${caller('n * 3')}
  CROSS JOIN generate_series(0, 2) AS part
  WHERE n % 25 = 0`;

/** One in eight of the appointments `$1` to `$2` was what another call was about. */
export const insertMentions = `
  INSERT INTO records.call_mentions (call_id, appointment_id, kind, at, recorded_by_message)
  SELECT ${callId('n * 3 - 1')}, ${appointmentId('n')}, 'moved', pg_temp.call_at(n * 3 - 1), ${idOf('message', "'call'", 'n')}
  FROM generate_series($1::bigint, $2::bigint) AS n
  WHERE n % 8 = 0`;
