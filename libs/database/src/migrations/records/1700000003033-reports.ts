import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports, one row for each company and day of the company's own time zone. A day begins and ends where its clocks say, so
 * it may have 23 or 25 hours. A rate without a denominator is null: nothing is 100 % of nothing. Asked for one company
 * and a range of days, a report reads those days only.
 */
export class Reports1700000003033 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const { name, select, comment } of views) {
      await db.query(`CREATE VIEW records.${name} AS ${select}; COMMENT ON VIEW records.${name} IS '${comment}';`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const { name } of views.toReversed()) await db.query(`DROP VIEW records.${name}`);
  }
}

interface View {
  readonly name: string;
  readonly select: string;
  readonly comment: string;
}

/** Null when there is nothing to divide by. */
const rate = (part: string, whole: string) => `round(${part}::numeric / nullif(${whole}, 0), 4)`;

const callAt = 'coalesce(c.started_at, c.created_at)';
const callsOfDay = `records.calls c
  WHERE c.company = d.company AND ${callAt} >= d.begins AND ${callAt} < d.ends`;
const bookedOnDay = `records.appointments a
  WHERE a.company = d.company AND a.booked_at >= d.begins AND a.booked_at < d.ends`;
const takesPlace = `a.status IN ('confirmed', 'completed', 'no_show')`;

const days: View = {
  name: 'report_days',
  comment: 'every day of a company from its first call or booking to its last appointment, at least to today',
  select: `
    SELECT companies.slug AS company, companies.time_zone, day::date AS day,
           day AT TIME ZONE companies.time_zone AS begins,
           (day + interval '1 day') AT TIME ZONE companies.time_zone AS ends
    FROM catalogue.companies
    CROSS JOIN LATERAL (
      SELECT least((SELECT min(coalesce(started_at, created_at)) FROM records.calls WHERE company = companies.slug),
                   (SELECT min(booked_at) FROM records.appointments WHERE company = companies.slug),
                   (SELECT min(starts_at) FROM records.appointments WHERE company = companies.slug)) AS first,
             greatest((SELECT max(starts_at) FROM records.appointments WHERE company = companies.slug), now()) AS last) AS known
    CROSS JOIN LATERAL generate_series(
      date_trunc('day', known.first AT TIME ZONE companies.time_zone),
      date_trunc('day', known.last AT TIME ZONE companies.time_zone), interval '1 day') AS day`,
};

/**
 * Asked: something became of a request to book, or the function was answered. Both are kept for each call, whatever came
 * of it.
 */
const asked = `(
  EXISTS (SELECT FROM records.booking_outcomes o WHERE o.call_id = c.id AND o.operation = 'book')
  OR EXISTS (SELECT FROM records.function_answers f WHERE f.call_id = c.id AND f.function_name = 'book_appointment'))`;

const conversion: View = {
  name: 'report_conversion_v1',
  comment:
    'calls by the day they began; asked: to book; booked: confirmed by the record at least once, later cancelled ones included; awaiting: booked, but never confirmed',
  select: `
    SELECT d.company, d.day, n.calls, n.asked, n.booked, n.awaiting, n.appointments,
           ${rate('n.booked', 'n.calls')} AS booked_of_calls, ${rate('n.booked', 'n.asked')} AS booked_of_asked
    FROM records.report_days d
    CROSS JOIN LATERAL (
      SELECT count(*) AS calls,
             count(*) FILTER (WHERE c.booking_confirmed OR ${asked}) AS asked,
             count(*) FILTER (WHERE c.booking_confirmed) AS booked,
             count(*) FILTER (WHERE c.has_appointment AND NOT c.booking_confirmed) AS awaiting,
             coalesce(sum((SELECT count(*) FROM records.appointments a WHERE a.call_id = c.id)), 0)::bigint AS appointments
      FROM ${callsOfDay}) AS n`,
};

/**
 * Should be linked: the record holds a booking of the call, or the agent was given "booked" or "requested" to say.
 * Without those whose link a person took away, and without those that were about an appointment of another call.
 */
const shouldBeLinked = `(
  c.appointment_link_status <> 'unlinked' AND (
    c.has_appointment
    OR EXISTS (SELECT FROM records.appointments a WHERE a.call_id = c.id)
    OR (coalesce(c.link_cause, '') <> 'appointment_of_another_call' AND (
      EXISTS (SELECT FROM records.booking_outcomes o
              WHERE o.call_id = c.id AND o.operation = 'book' AND o.outcome = 'recorded')
      OR EXISTS (SELECT FROM records.function_answers f
                 WHERE f.call_id = c.id AND f.function_name = 'book_appointment' AND f.status IN ('booked', 'requested'))))))`;

const links: View = {
  name: 'report_links_v1',
  comment:
    'three rates, never one: calls linked of those that should be; appointments with a call of those booked by phone; links that hold both ways of all. Calls by the day they began, appointments by the day they were booked',
  select: `
    SELECT d.company, d.day,
           n.calls_to_link, n.calls_linked, ${rate('n.calls_linked', 'n.calls_to_link')} AS calls_linked_rate,
           m.phone_appointments, m.phone_appointments_with_call,
           ${rate('m.phone_appointments_with_call', 'm.phone_appointments')} AS phone_appointments_rate,
           n.pointers + m.named AS links, n.pointers_answered + m.named_answered AS links_both_ways,
           ${rate('(n.pointers_answered + m.named_answered)', '(n.pointers + m.named)')} AS both_ways_rate
    FROM records.report_days d
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE ${shouldBeLinked}) AS calls_to_link,
             count(*) FILTER (WHERE ${shouldBeLinked} AND c.has_appointment) AS calls_linked,
             count(c.appointment_id) AS pointers,
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM records.appointments a WHERE a.id = c.appointment_id AND a.call_id = c.id)) AS pointers_answered
      FROM ${callsOfDay}) AS n
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE a.source = 'phone') AS phone_appointments,
             count(a.call_id) FILTER (WHERE a.source = 'phone') AS phone_appointments_with_call,
             count(a.call_id) AS named,
             count(*) FILTER (WHERE EXISTS (
               SELECT FROM records.calls c WHERE c.id = a.call_id AND c.has_appointment)) AS named_answered
      FROM ${bookedOnDay}) AS m`,
};

const revenue: View = {
  name: 'report_revenue_v1',
  comment:
    'by the day of booking and currency, minor units, prices as of the booking. booked: confirmed, completed and no_show (told apart again as no_show); pending and cancelled (with rejected) stand beside it and are not in it. Currency null: without a price',
  select: `
    SELECT d.company, d.day, n.*
    FROM records.report_days d
    CROSS JOIN LATERAL (
      SELECT a.currency,
             count(*) FILTER (WHERE ${takesPlace}) AS booked,
             sum(a.price_minor) FILTER (WHERE ${takesPlace}) AS booked_minor,
             count(*) FILTER (WHERE a.status = 'no_show') AS no_show,
             sum(a.price_minor) FILTER (WHERE a.status = 'no_show') AS no_show_minor,
             count(*) FILTER (WHERE a.status = 'pending') AS pending,
             sum(a.price_minor) FILTER (WHERE a.status = 'pending') AS pending_minor,
             count(*) FILTER (WHERE a.status IN ('cancelled', 'rejected')) AS cancelled,
             sum(a.price_minor) FILTER (WHERE a.status IN ('cancelled', 'rejected')) AS cancelled_minor
      FROM ${bookedOnDay}
      GROUP BY a.currency) AS n`,
};

/** Minutes between opening and closing; of several branches the longest day, as nobody serves in two at once. */
const openMinutes = `
  SELECT coalesce(max(minutes), 0) AS minutes FROM (
    SELECT sum(extract(epoch FROM hours.closes - hours.opens) / 60)::integer AS minutes
    FROM catalogue.opening_hours hours
    JOIN catalogue.branches ON branches.id = hours.branch_id
    WHERE branches.company_id = staff.company_id AND hours.weekday = extract(isodow FROM d.day)
      AND (hours.valid_to IS NULL OR hours.valid_to > d.begins)
      AND (hours.valid_from < d.ends OR NOT EXISTS (
        SELECT FROM catalogue.opening_hours earlier WHERE earlier.branch_id = hours.branch_id AND earlier.valid_from < d.ends))
    GROUP BY hours.branch_id) AS branch`;

const utilisation: View = {
  name: 'report_staff_utilisation_v1',
  comment:
    'by the day of the appointment, everybody of the catalogue of that day and whoever served. booked: minutes of confirmed, completed and no_show appointments, of a composite service the phases of the person; two at once count twice. open: opening hours of the catalogue, of several branches the longest day, as the catalogue knows no hours of persons; null rate on a closed day',
  select: `
    SELECT d.company, d.day, staff.id AS staff_id, staff.name AS staff,
           n.appointments, n.minutes AS booked_minutes, open.minutes AS open_minutes,
           ${rate('n.minutes', 'open.minutes')} AS utilisation
    FROM records.report_days d
    JOIN catalogue.companies ON companies.slug = d.company
    JOIN catalogue.staff ON staff.company_id = companies.id
    CROSS JOIN LATERAL (
      SELECT count(*) AS appointments, coalesce(sum(served.minutes), 0)::integer AS minutes FROM (
        SELECT (extract(epoch FROM a.ends_at - a.starts_at) / 60)::integer AS minutes
        FROM records.appointments a
        WHERE a.staff_id = staff.id AND a.starts_at >= d.begins AND a.starts_at < d.ends AND ${takesPlace}
          AND NOT EXISTS (SELECT FROM records.appointment_phases p WHERE p.appointment_id = a.id AND p.staff_id IS NOT NULL)
        UNION ALL
        SELECT sum(p.minutes)::integer
        FROM records.appointment_phases p
        JOIN records.appointments a ON a.id = p.appointment_id
        WHERE p.staff_id = staff.id AND a.company = d.company AND a.starts_at >= d.begins AND a.starts_at < d.ends
          AND ${takesPlace}
        GROUP BY a.id) AS served) AS n
    CROSS JOIN LATERAL (${openMinutes}) AS open
    WHERE n.appointments > 0 OR staff.valid_to IS NULL OR staff.valid_to > d.begins`,
};

const services: View = {
  name: 'report_services_v1',
  comment:
    'by the day of booking; service null: not known, see the causes of the appointments. share: of all appointments booked that day, cancelled and rejected ones included on both sides',
  select: `
    SELECT d.company, d.day, n.service_id, services.key AS service_key,
           CASE companies.language WHEN 'en' THEN services.name_en ELSE services.name_de END AS service,
           n.booked, n.booked_by_phone, n.cancelled, ${rate('n.booked', 'n.of_day')} AS share
    FROM records.report_days d
    JOIN catalogue.companies ON companies.slug = d.company
    CROSS JOIN LATERAL (
      SELECT a.service_id, count(*) AS booked, count(*) FILTER (WHERE a.source = 'phone') AS booked_by_phone,
             count(*) FILTER (WHERE a.status IN ('cancelled', 'rejected')) AS cancelled,
             sum(count(*)) OVER () AS of_day
      FROM ${bookedOnDay}
      GROUP BY a.service_id) AS n
    LEFT JOIN catalogue.services ON services.id = n.service_id`,
};

/** The last word about a request was "not confirmed yet", whatever became of it later and whoever told the caller since. */
const pendingLeft = `EXISTS (
  SELECT FROM records.function_answers told
  WHERE told.call_id = c.id AND told.status = 'pending' AND told.request_key IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM records.function_answers later
      WHERE later.call_id = c.id AND later.request_key = told.request_key AND later.answered_at > told.answered_at
        AND later.delivered AND later.status <> 'pending'))`;

const agents: View = {
  name: 'report_agents_v1',
  comment:
    'by the day a call began, agent and version. asked, booked: as in report_conversion_v1. refused: asked, nothing booked, the last failure counts, by its reason (JSON). pending_left: left with "not confirmed yet" as the last word about a request',
  select: `
    SELECT d.company, d.day, n.agent_id, n.agent_version, n.calls, n.asked, n.booked, n.refused,
           coalesce(r.by_reason, '{}') AS refused_by_reason, n.pending_left,
           ${rate('n.booked', 'n.asked')} AS booked_of_asked, n.average_seconds
    FROM records.report_days d
    CROSS JOIN LATERAL (
      SELECT c.agent_id, c.agent_version, count(*) AS calls,
             count(*) FILTER (WHERE c.booking_confirmed OR ${asked}) AS asked,
             count(*) FILTER (WHERE c.booking_confirmed) AS booked,
             count(*) FILTER (WHERE NOT c.has_appointment AND c.booking_failure_reason IS NOT NULL) AS refused,
             count(*) FILTER (WHERE ${pendingLeft}) AS pending_left,
             round(avg(c.duration_ms) / 1000, 1) AS average_seconds
      FROM ${callsOfDay}
      GROUP BY c.agent_id, c.agent_version) AS n
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(reason, calls) AS by_reason FROM (
        SELECT c.booking_failure_reason AS reason, count(*) AS calls
        FROM ${callsOfDay} AND c.agent_id = n.agent_id AND c.agent_version IS NOT DISTINCT FROM n.agent_version
          AND NOT c.has_appointment AND c.booking_failure_reason IS NOT NULL
        GROUP BY 1) AS counted) AS r`,
};

const views: readonly View[] = [days, conversion, links, revenue, utilisation, services, agents];
