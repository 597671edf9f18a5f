import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dateFromParts, parseDate } from '../../src/sources/date.ts'

describe('a date that somebody wrote', () => {
  for (const [date, spellings] of [
    [
      '2026-11-20',
      [
        'Fri, 20 Nov 2026 10:00:00 GMT',
        'THU, 20 NOV 2026 10:16:21 -0400',
        'Fri,20 Nov 26 18:28:36 -0000',
        'Fri Nov 20 2026 17:00:00 GMT+0000 (Coordinated Universal Time)',
        'Fri Nov 20  1:16:00 +0000 2026',
        'Friday, November 20, 2026 - 3:09pm',
        'Nov. 20, 2026, 10:57 a.m.',
        '20 November, 2026',
        '20th Nov 2026',
        '2026-11-20T24:00:00-05:00Z',
        '2026-11-20 23:56:58.0',
        '2026-011-20T10:14:55+00:00',
        '2026/11/20',
        '2026 Nov 20',
        '20261120',
        '20.11.2026',
        '20.11.26',
        'Fri, 20/11/2026',
        '11/20/2026 4:20 pm PST',
        'Freitag, 20. November 2026',
        'ven., 20 nov. 2026 15:09:58 +0000',
        '20 de noviembre de 2026',
        '2026年11月20日',
        '2026-november-20T9:15-05:00',
        'Fri Nov 20 10:00:00 UTC 2026',
        'Available online 20 November 2026',
        'First published: 20th of November, 2026',
        '20-22 November 2026',
        '2026–11–20',
        '1795168800',
        '1795168800000',
      ],
    ],
    // In Greenwich it is another day; who wrote it had this one.
    ['2026-01-01', ['Thu, 01 Jan 2026 00:00:00 +0100', '2026-01-01T00:00:00+09:00', '2026-01-01T23:30:00-08:00']],
    [
      '2026-07-24',
      ['CEST', 'CET', 'BST', 'MET', 'JST', 'EDT', 'Europe/Brussels', 'GMT-01:01', 'AEST'].map(
        (zone) => `Fri, 24 Jul 2026 00:10:00 ${zone}`,
      ),
    ],
    ['2026-03-29', ['Do, 29 Mär 2026', 'dim. 29 mars 2026', '29 maart 2026', 'Κυρ, 29 Μάρ 2026', '29 марта 2026']],
    [
      '2026-11',
      [
        '2026-11',
        '2026/11',
        '2026-11-00',
        'Nov 2026',
        'November, 2026',
        '2026 Nov',
        '2026年11月',
        'Nov/Dec 2026',
        'November–December 2026',
      ],
    ],
    ['2026', ['2026', ' 2026 ', '2026-00-00']],
  ] as const)
    it(`is ${date} in each of its spellings`, () => {
      expect(spellings.map((text) => [text, parseDate(text)])).toEqual(spellings.map((text) => [text, date]))
    })

  it('is none when no calendar has it, or it is something else', () => {
    const nonsense = [
      ...['', 'soon', 'n/a', 'in 3 days', 'May', '1 Jan', '12:30', 'Spring 2026', 'Issue 2026'],
      ...['Volume 12', 'Volume 12, 2026', 'Vol. 12 March 2026', 'pp. 100-103', '1234-5678', '10.1234/2026'],
      ...['2026-02-30', '2026-13-01', '0000-00-00', '32 Jan 2026', 'Sun, 16 zzz 2026', 'Sun, 16 Dec zz'],
      ...['22013', '013', '2026-01-27-01', '2026-xx-27', '2026-2027', '2511.01234', '99999999999', '+2026'],
    ]
    expect(nonsense.filter((text) => parseDate(text) !== null)).toEqual([])
  })

  it('reads any day back from how mail, the web and people write it', () => {
    const days = fc.date({ min: new Date('1800-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'ru'),
        (day, language) => {
          const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
          const spellings = [day.toUTCString(), day.toISOString(), format.format(day)]
          const iso = day.toISOString().slice(0, 10)
          expect(spellings.map(parseDate)).toEqual([iso, iso, iso])
        },
      ),
    )
  })

  describe('on a machine in another zone', () => {
    afterEach(() => vi.unstubAllEnvs())
    for (const other of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin'])
      it(`is the same in ${other}`, () => {
        vi.stubEnv('TZ', other)
        expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(other)
        const spellings = ['1 January 2026', '2026-01-01', 'Thu, 01 Jan 2026 00:00:00 +0100', '1767225600']
        expect(spellings.map(parseDate)).toEqual(spellings.map(() => '2026-01-01'))
      })
  })
})

it('keeps a date in parts as partial as it is', () => {
  expect([
    dateFromParts('2026', '5', '3'),
    dateFromParts('2026', '5'),
    dateFromParts('2026'),
    dateFromParts('2026', '13'),
    dateFromParts('2026', '', '3'),
    dateFromParts(),
  ]).toEqual(['2026-05-03', '2026-05', '2026', null, null, null])
})
