import { service, source, staffId } from '../../test/support/slots-catalogue';
import { offersOf } from './offers';

/** What is asked for each offer, who would serve, and whether that was wished. */
const asked = (key: string, wished: string | null) =>
  offersOf(service(key), wished && staffId(wished), source.current()).map(({ staffId: serves, isWished, parts }) => [
    parts.map(({ eventTypeId, hostSubset }) => [eventTypeId, ...(hostSubset ?? [])].join('/')).join(' '),
    serves && source.current().staff(serves)?.key,
    isWished,
  ]);

describe('how a service can be had', () => {
  it('is one question when nobody was named, whoever else has an event type', () => {
    expect(asked('herrenhaarschnitt', null)).toEqual([['2001', 'mehmet', false]]);
    expect(asked('bartpflege', null)).toEqual([['2051', null, false]]);
    expect(asked('manikuere', null)).toEqual([['2071', null, false]]);
    expect(asked('farbe', null)).toEqual([['2004', null, false]]);
  });

  it('is first what the wished person has, on an event type of their own', () => {
    expect(asked('herrenhaarschnitt', 'Anna')).toEqual([
      ['2011', 'anna', true],
      ['2001', 'mehmet', false],
    ]);
  });

  it('is first what the wished person has, on the usual event type', () => {
    expect(asked('herrenhaarschnitt', 'Mehmet')).toEqual([
      ['2001', 'mehmet', true],
      ['2011', 'anna', false],
    ]);
  });

  it('is first what the wished person has, chosen among a team', () => {
    expect(asked('bartpflege', 'Mehmet')).toEqual([
      ['2051/1002', 'mehmet', true],
      ['2051', null, false],
    ]);
  });

  it('promises nobody where Cal.com cannot be told whom to take', () => {
    expect(asked('farbe', 'Anna')).toEqual([['2004', null, false]]);
  });

  it('is one question for each part of a composite service, with its time', () => {
    expect(asked('dauerwelle', null)).toEqual([['2021 2022 2023', null, false]]);
    const [offer] = offersOf(service('dauerwelle'), null, source.current());
    expect(offer?.parts.map(({ offsetMinutes, minutes }) => [offsetMinutes, minutes])).toEqual([
      [0, 45],
      [65, 30],
      [95, 30],
    ]);
  });
});
