import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { NestedList } from '../values/nested';

/**
 * What a message would do if its consumer got it now. `nothing`: it is handled already, or old news. `link`: of what is there
 * only who belongs to whom changes. `fail`: it would be put aside again. `too_late`: it would be pointless, or do harm, for
 * whoever asked has long stopped waiting.
 */
export const effectKinds = ['nothing', 'create', 'change', 'link', 'fail', 'too_late'] as const;
export type EffectKind = (typeof effectKinds)[number];

/** Messages in one question at most; together they should stay below some 4 MB. */
export const mostPredicted = 100;

/** A message as its consumer would get it. */
export class MessageToPredict {
  @IsString()
  @MaxLength(200)
  queue: string;

  @IsString()
  body: string;
}

/** Says nothing about people: row ids and uids are hashed, values are left out. */
export class PredictedEffect {
  @IsIn(effectKinds)
  effect: EffectKind;

  /** Of a failure: as it would stand on the dead letter. */
  @IsOptional()
  @IsString()
  code: string | null;

  /** In a few words, for people. */
  @IsString()
  reason: string;

  /** Id of the event; null when the body has none that can be read. */
  @IsOptional()
  @IsUUID()
  eventId: string | null;

  /** Its consumer remembers to have handled it: sending it again would do nothing at all. */
  @IsBoolean()
  handledBefore: boolean;

  /**
   * What would be changed, a line each, sorted: the consumer reports the same lines of what it did to a replayed message.
   * Null when it reports none.
   */
  @IsOptional()
  @IsString({ each: true })
  changes: string[] | null;
}

export class PredictedEffects {
  /** One for each message, in the order in which they were asked for. */
  @NestedList(() => PredictedEffect)
  effects: PredictedEffect[];
}

class MessagesToPredict {
  /** Each is predicted as if those before it had been handled. */
  @NestedList(() => MessageToPredict)
  @ArrayMaxSize(mostPredicted)
  messages: MessageToPredict[];
}

/** What messages to queues of records would do; found out by handling them, and taking all of it back. */
export class PredictInRecords extends MessagesToPredict {
  static readonly query = 'records.query.predict-effects';
  static readonly reply = PredictedEffects;
}

/** What messages to queues of booking would do; Cal.com is not asked. */
export class PredictInBooking extends MessagesToPredict {
  static readonly query = 'booking.query.predict-effects';
  static readonly reply = PredictedEffects;
}
