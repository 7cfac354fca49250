import type { Appointment } from './appointment';

const cells = ['link', 'customer', 'service', 'staff', 'price'] as const;

type Told = Appointment['causesTold'];

/** When the causes that stand in a row were told. */
export function causesIn(row: Omit<Appointment, 'causesTold'>): Told {
  const told = cells.flatMap((cell) => {
    const since = row[`${cell}CauseSince`];
    return since ? [[`${cell} ${row[`${cell}Cause`]}`, since.toISOString()] as const] : [];
  });
  return Object.fromEntries(told);
}

/**
 * A cell is empty since the first time this cause was told for it. That is kept when the cell is filled: a fact that is late
 * may tell of what was before, and the cause may come back.
 */
export function withTimes(facts: readonly Appointment[], next: Appointment): Appointment {
  const causesTold = earliestOfEach(facts.flatMap((fact) => [fact.causesTold, causesIn(fact)]));
  const since = cells.map((cell) => {
    const time = causesTold[`${cell} ${next[`${cell}Cause`]}`];
    return [`${cell}CauseSince`, time === undefined ? null : new Date(time)] as const;
  });
  return { ...next, ...Object.fromEntries(since), causesTold };
}

/** ISO times of one form: the lesser text is the earlier time. */
function earliestOfEach(all: readonly Told[]): Told {
  const earliest: Record<string, string> = {};
  for (const [cause, time] of all.flatMap((told) => Object.entries(told)))
    if (!(cause in earliest) || time < (earliest[cause] as string)) earliest[cause] = time;
  return earliest;
}
