import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLink, cleanText } from '../../../src/sources/text/text.ts'

describe('text of a paper', () => {
  it('is one line', () => expect(cleanText('  A title\n  in two lines\t')).toBe('A title in two lines'))

  for (const text of [
    'It costs $5 and $10.',
    'from US$5 to CA$7 a month',
    'snake_case and some_long_name stay',
    'run it with --flag, a_b and x*y',
    'Schrödinger’s 猫, ❤️ and naïve café',
    'C^3 is not here, only {braces} and ~30%'.replace('C^3', 'C3'),
    'a < b && c > d, 100%, #1, R&D',
  ])
    it(`leaves “${text}” alone`, () => expect(cleanText(text)).toBe(text))

  it('shows no other text than the one that is there', () => {
    expect(cleanText('pay\u202Etxt.exe\u202C \u2066now\u2069')).toBe('paytxt.exe now')
    expect(cleanText('s\u200Bk\u00ADi\u2060l\uFEFFl')).toBe('skill')
    expect(cleanText('bell\u0007 and \u009Bescape \u001B[31m')).toBe('bell and escape [31m')
  })

  it('keeps stacked marks from covering the neighbours', () => {
    expect(cleanText(`Z${'\u0321'.repeat(40)}algo`)).toHaveLength('Zalgo'.length + 3)
    expect(cleanText('Việt Nam, שָׁלוֹם')).toBe('Việt Nam, שָׁלוֹם'.normalize('NFC'))
  })

  it('is one clean line, whatever comes in, and stays as it is when cleaned again', () => {
    const sign = fc.constantFrom(...'$\\{}^_`\'"~-ab2 \n\u202E\u0301αé%')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(sign, { maxLength: 40 }).map((signs) => signs.join('')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const clean = cleanText(given)
        expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029\u200B-\u200F\u202A-\u202E\u2066-\u2069]| {2}|^ | $/u)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).toBe(clean.normalize('NFC'))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a link out of somebody’s text', () => {
  it('opens in a browser and shows where it leads', () => {
    expect(cleanLink(' https://github.com/example/memory ')).toBe('https://github.com/example/memory')
    expect(cleanLink('https://huggingface.co@example.org/')).toBe('https://example.org/')
    expect(cleanLink('https://аррӏе.example/')).toBe('https://xn--80ak6aa92e.example/')
  })

  for (const text of ['', 'github.com/example', 'javascript:alert(1)', 'data:text/html,x', 'ftp://example.org/'])
    it(`is none when it is “${text}”`, () => expect(cleanLink(text)).toBeNull())
})
