import type { Chance } from '../clockwork/chance';
import type { Clockwork } from '../clockwork/clockwork';
import { salonOpens } from '../calendar/calendar-server';
import type { GatewayReplica } from '../gateway/gateway-process';
import { Agent, type Manner } from './agent';
import type { AskedFor } from './asked';
import { people, type Person } from './person';
import { PhoneCall } from './phone-call';
import { Intention, type Offer, type OfferName, offers, type Wish } from './wish';

export interface Stage {
  readonly clockwork: Clockwork;
  readonly replicas: readonly GatewayReplica[];
  readonly asked: AskedFor;
  readonly intentions: Intention[];
}

const storyNames = {
  simple: 25,
  change_of_mind: 15,
  call_back: 12,
  sisters: 8,
  cancel_and_rebook: 12,
  move: 12,
  both: 6,
  rivals: 10,
} as const;
export type StoryName = keyof typeof storyNames;

/** What happens to one caller, or to two who want the same. */
export class Callers {
  private readonly chance: Chance;
  private calls = 0;

  constructor(private readonly stage: Stage) {
    this.chance = stage.clockwork.chance;
  }

  /** @returns what is told, and when all of it is over */
  begin(): { readonly name: StoryName; readonly told: Promise<void> } {
    const name = this.chance.weighted(storyNames);
    return { name, told: this[name]() };
  }

  private async simple(): Promise<void> {
    const { intention, agent } = this.caller();
    await agent().book(intention, this.manner(intention));
  }

  private async change_of_mind(): Promise<void> {
    const { intention, agent } = this.caller();
    const one = agent();
    await one.book(intention, { ...this.manner(intention), patience: this.chance.between(0, 1) });
    const changes = this.chance.between(1, 2);
    for (let i = 0; i < changes; i += 1) {
      await one.talk(500, 20_000);
      const earlier = intention.current;
      intention.wishes.push(this.laterOn(intention));
      await one.book(intention, this.manner(intention), earlier);
    }
  }

  private async call_back(): Promise<void> {
    const { intention, agent } = this.caller({ mayMishear: false });
    await agent().book(intention, { ...this.manner(intention), patience: this.chance.between(0, 1) });
    await this.pass(15_000, this.chance.oneOf([60_000, 1_800_000]));
    const second = agent();
    if (this.chance.hits(0.3)) return second.cancel(intention);
    await second.book(intention, this.manner(intention));
  }

  private async sisters(): Promise<void> {
    const [older, younger] = people.filter(({ email }) => email === 'weber@example.com') as [Person, Person];
    const first = this.wish(older, this.chance.oneOf(['beard', 'beard', 'haircut']));
    const second = { ...first, person: younger, startMs: first.startMs + this.chance.oneOf([0, 0, 1_800_000]) };
    const [one, other] = [this.intention(first), this.intention(second)];
    const agent = this.agentOf('+4915112340002');
    await agent.book(one, { ...this.manner(one), nameless: false });
    await agent.talk(500, 10_000);
    await agent.book(other, { ...this.manner(other), nameless: false }, null, this.chance.hits(0.4));
  }

  private async cancel_and_rebook(): Promise<void> {
    const isOneCall = this.chance.hits(0.7);
    const { intention, agent } = this.caller({ mayMishear: isOneCall });
    const one = agent();
    await one.book(intention, { ...this.manner(intention), patience: this.chance.between(0, 1) });
    await one.talk(500, 20_000);
    const second = isOneCall ? one : agent();
    await second.cancel(intention);
    if (this.chance.hits(0.4)) return;
    await second.talk(500, 20_000);
    intention.isWanted = true;
    await second.book(intention, this.manner(intention));
  }

  private async move(): Promise<void> {
    const { intention, agent } = this.caller();
    const one = agent();
    await one.book(intention, this.manner(intention));
    await one.talk(500, 30_000);
    const to = this.laterOn(intention);
    const second = this.chance.hits(0.4) ? agent() : one;
    await second.move(intention, to);
    if (this.chance.hits(0.3)) {
      await second.talk(500, 20_000);
      await second.cancel(intention);
    }
  }

  /** Two appointments for one person. */
  private async both(): Promise<void> {
    const { intention, agent, person } = this.caller();
    const one = agent();
    await one.book(intention, { ...this.manner(intention), nameless: false, patience: 1 });
    const other = this.intention({ ...this.laterOn(intention), person });
    await one.talk(500, 10_000);
    await one.book(other, { ...this.manner(other), nameless: false }, null, this.chance.hits(0.5));
  }

  /** Two people want the same slot. */
  private async rivals(): Promise<void> {
    const { intention, agent, person } = this.caller();
    const rival = this.chance.oneOf(people.filter((one) => one.email !== person.email));
    const other = this.intention({ ...intention.current, person: rival });
    const late = this.chance.between(0, 4_000);
    await Promise.all([
      agent().book(intention, this.manner(intention)),
      this.stage.clockwork.pass(late).then(() => this.agentOf('+4915199990000').book(other, this.manner(other))),
    ]);
  }

  private caller({ mayMishear = true } = {}) {
    const person = this.chance.oneOf(people);
    const intention = this.intention(this.wish(person));
    const number = `+49151123400${10 + people.indexOf(person)}`;
    return { person, intention, agent: () => this.agentOf(number, mayMishear) };
  }

  private agentOf(number: string, mayMishear = true): Agent {
    const { clockwork, replicas, asked, intentions } = this.stage;
    const call = new PhoneCall(`call_${(this.calls += 1)}`, number, clockwork, replicas);
    return new Agent(call, clockwork, asked, intentions, mayMishear);
  }

  private intention(wish: Wish): Intention {
    const intention = new Intention(`intention ${this.stage.intentions.length + 1}`, wish);
    this.stage.intentions.push(intention);
    return intention;
  }

  private wish(person: Person, offer: OfferName = this.offer()): Wish {
    const slots = offer === 'perm' || offer === 'extensions' ? 2 : 4;
    const startMs = tomorrow + this.chance.between(0, slots - 1) * 1_800_000;
    return { person, offer, startMs };
  }

  private offer(): OfferName {
    return this.chance.weighted({ beard: 35, haircut: 25, extensions: 14, perm: 18, consultation: 8 });
  }

  /** The same at another time, which was not asked for before. */
  private laterOn({ current, wishes }: Intention): Wish {
    const latest = Math.max(...wishes.map(({ startMs }) => startMs));
    const startMs = latest + this.chance.between(1, 3) * 1_800_000;
    return { ...current, startMs };
  }

  private manner({ current }: Intention): Manner {
    const { staff } = offers[current.offer] as Offer;
    return {
      nameless: this.chance.hits(0.1),
      staff: staff.length > 0 && this.chance.hits(0.2) ? this.chance.oneOf(staff) : null,
      repeats: this.chance.weighted({ '0': 65, '1': 25, '2': 10 }) === '0' ? 0 : this.chance.between(1, 2),
      patience: this.chance.between(0, 4),
    };
  }

  private pass(fromMs: number, toMs: number): Promise<void> {
    return this.stage.clockwork.pass(this.chance.between(fromMs, toMs));
  }
}

const tomorrow = salonOpens.getTime() + 25 * 3_600_000;
