import type { Answer } from '@callbook/webhook-gateway/use-cases';
import type { Chance } from '../clockwork/chance';
import type { Clockwork } from '../clockwork/clockwork';
import type { Asked, AskedFor } from './asked';
import { type PhoneCall } from './phone-call';
import type { Intention, Wish, Word } from './wish';
import { type Offer, offers } from './wish';

export interface Manner {
  /** The caller gives a name from the beginning, or only when asked for the second time. */
  readonly nameless: boolean;
  readonly staff: string | null;
  /** The model calls the function more than once at the same time. */
  readonly repeats: number;
  /** How often the agent goes on after an answer that settles nothing. */
  readonly patience: number;
}

type Heard = Answer | undefined;
const good = ['booked', 'already_booked', 'requested'];

/**
 * The voice agent: does as its prompt says. It repeats itself, spells things differently and answers questions truthfully,
 * from what the caller has in mind; it makes nothing up.
 */
export class Agent {
  private readonly chance: Chance;

  constructor(
    private readonly call: PhoneCall,
    private readonly clockwork: Clockwork,
    private readonly asked: AskedFor,
    /** Everything the caller has in mind: whether two wishes are one is for them to say. */
    private readonly intentions: readonly Intention[],
    /** Within one call a name that is nearly the same is asked about; in two calls it is another name. */
    private readonly mayMishear = true,
  ) {
    this.chance = clockwork.chance;
  }

  /** @param instead the wish it takes the place of */
  async book(intention: Intention, manner: Manner, instead: Wish | null = null, asWell = false): Promise<void> {
    const wish = intention.current;
    const { needsEmail = false } = offers[wish.offer] as Offer;
    let said = {
      name: manner.nameless ? null : this.spelled(wish),
      email: (needsEmail ? this.chance.hits(0.5) : this.chance.hits(0.3)) ? wish.person.email : null,
      staff: manner.staff,
      insteadOf: instead ? this.wordFor(instead) : asWell ? 'as_well' : null,
    };
    const elsewhere = this.wordElsewhere(intention, wish);
    let repeats = manner.repeats;
    for (let turns = 0; turns <= manner.patience; turns += 1) {
      const { answer, word, name } = await this.askToBook(intention, wish, said, instead, repeats);
      repeats = 0;
      this.heardOfBooking(intention, wish, instead, besides(elsewhere, word));
      if (!answer) {
        if (this.chance.hits(0.5)) return;
        continue; // once more, with exactly the same details
      }
      switch (answer.status) {
        case 'refused':
          if (said.email === null && /email address/.test(answer.say)) said = { ...said, email: wish.person.email };
          else if (said.staff !== null && this.chance.hits(0.7)) said = { ...said, staff: null };
          else return;
          break;
        case 'ask_back': {
          const insteadOf = this.truth(answer.say, wish, intention);
          if (insteadOf === null) return;
          said = { ...said, insteadOf, name: name ?? this.spelled(wish) };
          break;
        }
        case 'pending':
          await this.talk(2_000, 40_000);
          said = {
            ...said,
            name: said.name === null ? this.spelled(wish) : this.respelled(wish, said.name, said.insteadOf),
          };
          break;
        default:
          return;
      }
      await this.talk(1_000, 8_000);
    }
  }

  async cancel(intention: Intention): Promise<void> {
    const wish = intention.current;
    const before = intention.word(wish);
    intention.isWanted = false;
    for (let turns = 0; turns < 3; turns += 1) {
      const args = { start: this.time(wish), attendee_name: this.spelled(wish), reason: 'no time' };
      const about = { operation: 'cancel', intention, wish, instead: null } as const;
      const answer = await this.use('cancel_appointment', args, about);
      if (answer?.status === 'cancelled') return intention.heard(wish, 'gone');
      // Not found may also mean that an earlier try has done it.
      if (answer && answer.status !== 'pending')
        return intention.heard(wish, this.asks(about) === 1 ? before : 'unheard');
      intention.heard(wish, answer ? 'pending' : 'unheard');
      if (this.chance.hits(0.4)) return;
      await this.talk(3_000, 60_000);
    }
  }

  /** @param to where it is to go; becomes what is wanted now */
  async move(intention: Intention, to: Wish): Promise<void> {
    const from = intention.current;
    const before = intention.word(from);
    intention.wishes.push(to);
    for (let turns = 0; turns < 3; turns += 1) {
      const args = { start: this.time(from), attendee_name: this.spelled(from), new_start: this.time(to) };
      const about = { operation: 'reschedule', intention, wish: to, instead: from } as const;
      const answer = await this.use('reschedule_appointment', args, about);
      switch (answer?.status) {
        case 'moved':
        case 'requested':
          intention.heard(from, 'gone');
          intention.heard(to, 'good');
          return;
        case 'pending':
          intention.heard(to, 'pending');
          intention.heard(from, 'pending');
          break;
        case undefined:
          intention.heard(to, 'unheard');
          intention.heard(from, 'unheard');
          break;
        case 'refused':
          intention.heard(to, 'gone');
          intention.heard(from, this.asks(about) === 1 ? before : 'unheard');
          return;
        default:
          return;
      }
      if (this.chance.hits(0.4)) return;
      await this.talk(3_000, 60_000);
    }
  }

  talk(fromMs: number, toMs: number): Promise<void> {
    return this.clockwork.pass(this.chance.between(fromMs, toMs));
  }

  /** What was heard of it in another call; undefined when it came up in this one. */
  private wordElsewhere(intention: Intention, wish: Wish): Word | undefined {
    const isFromHere = this.asked.all().some((one) => one.wish === wish && one.callId === this.call.id);
    return isFromHere ? undefined : intention.word(wish);
  }

  private heardOfBooking(intention: Intention, wish: Wish, instead: Wish | null, word: Word | undefined): void {
    if (word === undefined) return;
    intention.heard(wish, word);
    if (instead && word === 'good') intention.heard(instead, 'gone');
  }

  /** The model may call the function several times at once, and not say quite the same. */
  private async askToBook(
    intention: Intention,
    wish: Wish,
    said: { name: string | null; email: string | null; staff: string | null; insteadOf: string | null },
    instead: Wish | null,
    repeats: number,
  ): Promise<{ answer: Heard; word: Word | undefined; name: string | null }> {
    const { chance } = this;
    const once = async (name: string | null, email: string | null): Promise<Heard> => {
      const args = {
        service: chance.oneOf(offers[wish.offer].spoken),
        start: this.time(wish),
        ...(name !== null && { attendee_name: name }),
        ...(email !== null && { attendee_email: email }),
        ...(said.staff !== null && { preferred_staff: said.staff }),
        ...(said.insteadOf !== null && { instead_of: said.insteadOf }),
      };
      return this.use('book_appointment', args, { operation: 'book', intention, wish, instead }, name);
    };
    const heard: Heard[] = [];
    const listen = async (answer: Promise<Heard>): Promise<void> => void heard.push(await answer);
    const answers = [listen(once(said.name, said.email))];
    for (let i = 0; i < repeats; i += 1) {
      if (chance.hits(0.6)) await this.clockwork.pass(chance.between(0, 3_000));
      const name =
        said.name === null
          ? chance.hits(0.5)
            ? this.spelled(wish)
            : null
          : this.respelled(wish, said.name, said.insteadOf);
      answers.push(listen(once(name, chance.hits(0.5) ? said.email : null)));
    }
    await Promise.all(answers);
    // A good answer stays good; else the last one counts.
    const answer = heard.find((one) => one && good.includes(one.status)) ?? heard[heard.length - 1];
    return { answer, word: wordOf(answer, heard), name: said.name };
  }

  /** Asks once, and once more if the answer is that nothing could be looked up. */
  private async use(
    functionName: string,
    args: Readonly<Record<string, unknown>>,
    about: { operation: 'book' | 'reschedule' | 'cancel'; intention: Intention; wish: Wish; instead: Wish | null },
    name: string | null = null,
  ): Promise<Heard> {
    const details = [args.attendee_email, args.preferred_staff].join();
    const asked = { ...about, name, details, callId: this.call.id, atMs: this.clockwork.nowMs };
    const ask = () => this.call.use(functionName, args, (functionCallId) => this.asked.add(functionCallId, asked));
    const answer = await ask();
    if (!answer || !isNoNews(answer)) return answer;
    await this.talk(1_000, 4_000);
    const again = await ask();
    return again && isNoNews(again) ? undefined : again;
  }

  /** How often it was asked for so far: an earlier try may have done it. */
  private asks({ operation, wish, instead }: Pick<Asked, 'operation' | 'wish' | 'instead'>): number {
    const isSame = (one: Asked) => one.operation === operation && one.wish === wish && one.instead === instead;
    return this.asked.all().filter(isSame).length;
  }

  /** What the caller answers to a question. */
  private truth(question: string, wish: Wish, intention: Intention): string | null {
    if (/same person/.test(question)) {
      const inTheName = ({ person }: Wish) => {
        const [first] = person.spellings[0].toLowerCase().split(' ');
        return question.toLowerCase().includes(first as string);
      };
      const other = this.intentions
        .flatMap(({ wishes }) => wishes)
        .find((one) => one.startMs === wish.startMs && one.offer === wish.offer && one.person !== wish.person);
      return other && inTheName(other) ? 'as_well' : this.time(wish);
    }
    if (/instead of that request/.test(question)) {
      const meant = intention.wishes.find(
        (one) => one !== wish && question.replace(/\s/g, ' ').includes(clockTime(one)),
      );
      return meant ? this.time(meant) : 'as_well';
    }
    return null;
  }

  private wordFor(instead: Wish): string {
    return this.chance.hits(0.5) ? 'earlier' : this.time(instead);
  }

  private spelled({ person }: Wish): string {
    return this.chance.hits(0.7) ? person.spellings[0] : this.chance.oneOf(person.spellings);
  }

  /** Who says "as well" has said of whom: then a name that is nearly the same is another person's. */
  private respelled(wish: Wish, name: string, insteadOf: string | null): string {
    if (insteadOf === 'as_well' && name === wish.person.misheard) return name;
    if (insteadOf !== 'as_well' && this.mayMishear && this.chance.hits(0.15)) return wish.person.misheard;
    return this.chance.hits(0.5) ? name : this.chance.oneOf(wish.person.spellings);
  }

  /** One moment, as different models write it. */
  private time({ startMs }: Wish): string {
    const iso = new Date(startMs).toISOString();
    const minute = iso.slice(0, 16);
    return this.chance.oneOf([
      minute,
      minute,
      `${minute}:00`,
      minute.replace('T', ' '),
      `${minute}:00Z`,
      `${minute}+00:00`,
    ]);
  }
}

const isNoNews = ({ say }: Answer): boolean => /^I cannot look that up just now/.test(say);

/** What is to be held against the end, when several answers came at once. */
function wordOf(answer: Heard, heard: readonly Heard[]): Word | undefined {
  const statuses = heard.map((one) => one?.status);
  if (answer && good.includes(answer.status)) return 'good';
  return statuses.includes('pending') && statuses.includes('refused') ? 'mixed' : wordIn(answer);
}

/** Refused in this call: that says nothing of what was asked for in another one and is still to be answered. */
function besides(elsewhere: Word | undefined, word: Word | undefined): Word | undefined {
  return word === 'gone' && (elsewhere === 'pending' || elsewhere === 'unheard') ? 'mixed' : word;
}

function wordIn(answer: Heard): Word | undefined {
  if (!answer) return 'unheard';
  if (good.includes(answer.status)) return 'good';
  if (answer.status === 'refused') return 'gone';
  if (answer.status === 'ask_back') return 'asked';
  return answer.status === 'pending' ? 'pending' : undefined;
}

/** As the gateway says it. */
function clockTime({ startMs }: Wish): string {
  const options = { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' } as const;
  return new Date(startMs).toLocaleTimeString('en-US', options).replace(/\s/g, ' ');
}
