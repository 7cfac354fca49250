import type { CatalogueSource, Company } from '@callbook/catalogue';
import { type Answer, answerTo, invalid } from '../booking-outcome/answers';
import { spokenDay, spokenList, spokenName } from '../booking-outcome/words/spoken';
import type { IdentifiedCall } from '../retell/identified-call';
import type { Clock } from '../time/clock';
import type { BookAppointment } from './book-appointment';
import { bookingRequested } from './booking-requested.mapper';
import { type BookingProblem, readBooking } from './said-booking';

export interface BookAppointmentAnswer {
  readonly answer: Answer;
  readonly requestKey: string | null;
}

/** Enough to choose from; a longer list is nothing to listen to. */
const mostServices = 12;

/** The agent's function `book_appointment`: from its arguments to the sentence it speaks. */
export class AnswerBookAppointment {
  /** @param deadlineMs how long the caller may be kept waiting, in milliseconds */
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly bookAppointment: BookAppointment,
    private readonly clock: Clock,
    private readonly deadlineMs: number,
  ) {}

  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<BookAppointmentAnswer> {
    const { company, call, args } = functionCall;
    const now = this.clock.now();
    const findService = (asSaid: string) => this.catalogues.current().findService(company.slug, asSaid);
    const read = readBooking(args, { company, findService, now });
    if ('problem' in read) return { answer: this.askBack(read.problem, company, now), requestKey: null };

    const answerBy = new Date(now.getTime() + this.deadlineMs);
    const request = bookingRequested(read.booking, { ...functionCall, now, answerBy });
    const verdict = await this.bookAppointment.execute(request, gone);
    const serviceName = read.booking.service.name[company.language];
    const wish = { retellCallId: call.retellCallId, serviceName, start: request.data.start };
    return { answer: answerTo(wish, verdict, company), requestKey: request.data.requestKey };
  }

  private askBack(problem: BookingProblem, company: Company, now: Date): Answer {
    const services = this.catalogues.current().services(company.slug).slice(0, mostServices);
    const names = services.map(({ name }) => spokenName(name[company.language]));
    return invalid(problem, company, {
      services: spokenList(names, company.language, 'conjunction'),
      today: spokenDay(now, company),
    });
  }
}
