import type { ApiRequest, FaultEffect } from '@callbook/sandbox/world';
import type { Chance } from '../clockwork/chance';
import type { FaultName } from '../weather/faults';
import type { Weather } from '../weather/weather';

export interface Fate {
  readonly fate: FaultName | undefined;
  /** It never arrives, and nobody tells the caller. */
  readonly isLost: boolean;
  readonly effects: FaultEffect[];
}

/** What the weather does to one request: time between its moments, and at most one thing that goes wrong. */
export function fateOf(request: ApiRequest, weather: Weather, chance: Chance): Fate {
  if (request.method === 'GET') return fateOfLook(weather, chance);
  if (/\/(cancel|reschedule)$/.test(request.path)) return fateOfChange(weather, chance);
  return fateOfPost(weather, chance);
}

const postFaults = [
  'timeout_before_insert',
  'timeout_after_insert',
  'reset_before_insert',
  'reset_after_insert',
  'late_insert',
  'insert_after_conclusive',
  'error_before_insert',
  'error_after_insert',
  'conflict_before_insert',
  'conflict_after_insert',
  'taken_although_created',
  'not_read_back',
  'rate_limited',
  'slow_post',
  'host_missing',
] as const satisfies FaultName[];

function fateOfPost(weather: Weather, chance: Chance): Fate {
  const fate = weather.oneOf(postFaults) as (typeof postFaults)[number] | undefined;
  const pauses: FaultEffect[] = [
    { kind: 'delay', at: 'arrived', ms: weather.hop() },
    { kind: 'delay', at: 'before-check', ms: chance.between(20, 1_500) },
    { kind: 'delay', at: 'before-write', ms: chance.between(1, 300) },
    { kind: 'delay', at: 'written', ms: chance.between(20, 1_200) },
  ];
  const caller = chance.hits(0.5) ? 'silent' : 'disconnected';
  const goesWrong = (effect: FaultEffect): Fate => ({ fate, isLost: false, effects: [...pauses, effect] });
  switch (fate) {
    case 'timeout_before_insert':
      return { fate, isLost: true, effects: [] };
    case 'timeout_after_insert':
      return goesWrong({ kind: 'silence', at: 'written' });
    case 'reset_before_insert':
      return goesWrong({ kind: 'disconnect', at: 'before-write' });
    case 'reset_after_insert':
      return goesWrong({ kind: 'disconnect', at: 'written' });
    case 'late_insert':
      return goesWrong({ kind: 'late-insert', ms: lateMs(chance), caller });
    case 'insert_after_conclusive':
      return goesWrong({ kind: 'late-insert', ms: chance.between(119_000, 2_400_000), caller });
    case 'error_before_insert':
      return goesWrong({ kind: 'answer', at: 'before-write', status: chance.oneOf([500, 502, 503, 504]) });
    case 'error_after_insert':
      return goesWrong({ kind: 'answer', at: 'written', status: chance.oneOf([500, 502, 504]) });
    case 'conflict_before_insert':
      return goesWrong({ kind: 'answer', at: 'before-write', status: 409 });
    case 'conflict_after_insert':
      return goesWrong({ kind: 'answer', at: 'written', status: 409 });
    case 'taken_although_created':
      return goesWrong({ kind: 'answer', at: 'written', status: 400 });
    case 'rate_limited':
      return goesWrong({ kind: 'answer', at: 'arrived', status: 429 });
    case 'not_read_back':
      return goesWrong({ kind: 'lag', ms: chance.between(500, 9_000) });
    case 'slow_post':
      return goesWrong({
        kind: 'delay',
        at: chance.oneOf(['before-write', 'written']),
        ms: chance.between(6_000, 55_000),
      });
    case 'host_missing':
      return goesWrong({ kind: 'hosts', as: chance.oneOf(['absent', 'empty', 'unknown']) });
    case undefined:
      return { fate, isLost: false, effects: pauses };
  }
}

/** Late, but not so late that two looks some seconds apart could miss it. */
function lateMs(chance: Chance): number {
  return chance.hits(0.3) ? chance.between(104_000, 114_000) : chance.between(2_000, 104_000);
}

const changeFaults = [
  'change_timeout_before',
  'change_timeout_after',
  'change_error_after',
  'change_rate_limited',
  'replica_lag',
] as const satisfies FaultName[];

function fateOfChange(weather: Weather, chance: Chance): Fate {
  const fate = weather.oneOf(changeFaults) as (typeof changeFaults)[number] | undefined;
  const effects: FaultEffect[] = [
    { kind: 'delay', at: 'arrived', ms: weather.hop() },
    { kind: 'delay', at: 'before-write', ms: chance.between(5, 900) },
    { kind: 'delay', at: 'written', ms: chance.between(5, 900) },
  ];
  switch (fate) {
    case 'change_timeout_before':
      return { fate, isLost: true, effects: [] };
    case 'change_timeout_after':
      return { fate, isLost: false, effects: [...effects, { kind: 'silence', at: 'written' }] };
    case 'change_error_after':
      return { fate, isLost: false, effects: [...effects, { kind: 'answer', at: 'written', status: 500 }] };
    case 'change_rate_limited':
      return { fate, isLost: false, effects: [{ kind: 'answer', at: 'arrived', status: 429 }] };
    case 'replica_lag':
      return { fate, isLost: false, effects: [...effects, { kind: 'lag', ms: chance.between(500, 9_000) }] };
    case undefined:
      return { fate, isLost: false, effects };
  }
}

function fateOfLook(weather: Weather, chance: Chance): Fate {
  const effects: FaultEffect[] = [{ kind: 'delay', at: 'arrived', ms: weather.hop() }];
  if (weather.happens('look_failed')) {
    if (chance.hits(0.3)) return { fate: 'look_failed', isLost: true, effects: [] };
    return {
      fate: 'look_failed',
      isLost: false,
      effects: [...effects, { kind: 'answer', at: 'arrived', status: 503 }],
    };
  }
  if (!weather.happens('replica_lag')) return { fate: undefined, isLost: false, effects };
  return { fate: 'replica_lag', isLost: false, effects: [...effects, { kind: 'lag', ms: chance.between(500, 9_000) }] };
}
