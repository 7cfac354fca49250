import { createEvent, derivedId, type Event, type EventClass, type QueryClass } from '@callbook/contracts';
import { IsString } from 'class-validator';

/** Two apps are obliged to take it. */
export class LetterPosted {
  static readonly type = 'letter.posted.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['booking.letter-posted', 'records.letter-posted'];
  static subjectOf = ({ text }: LetterPosted): string => text;

  @IsString()
  text: string;
}

/** Nobody has to listen. */
export class BellRung {
  static readonly type = 'bell.rung.v1';
  static readonly publisher = 'records';
  static readonly consumers = [];
  static subjectOf = ({ tone }: BellRung): string => tone;

  @IsString()
  tone: string;
}

export class PostageReply {
  @IsString()
  price: string;
}

export class Postage {
  static readonly query = 'records.query.postage';
  static readonly reply = PostageReply;

  @IsString()
  country: string;
}

export const contracts: readonly EventClass[] = [LetterPosted, BellRung];

/** Nobody answers it. */
export const unanswered: QueryClass<Postage, PostageReply> = class Unanswered extends Postage {
  static override readonly query = 'records.query.unanswered' as 'records.query.postage';
};

export function letter(text: string): Event<LetterPosted> {
  return createEvent(LetterPosted, Object.assign(new LetterPosted(), { text }), contextOf(text));
}

export function bell(tone: string): Event<BellRung> {
  return createEvent(BellRung, Object.assign(new BellRung(), { tone }), contextOf(tone));
}

/** One text, one id: the same letter twice is the same message twice. */
function contextOf(text: string) {
  return {
    id: derivedId('messaging spec', text),
    company: 'salon-lindenhof',
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: `call of ${text}`,
  };
}
