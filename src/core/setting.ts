import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { attempt } from './attempt.ts'
import { credentialsOf } from './network/credentials.ts'
import { type Nearest, nearestNumber, nearestOf } from './text/nearest.ts'

/** What settings are made of, each with what is wrong with a value, to go after the name and the value. */
export const text = z.string().trim().min(1, 'must not be empty')

export type Hints = { nearest?: Nearest; example?: string }

/** A text that passes a test; `example` helps whoever wrote one to which nothing right is near. */
export const checked = (what: string, test: (value: string) => boolean, nearest: Nearest = () => null, example = '') =>
  text.refine(test, { error: what, params: { nearest, example }, abort: true })

export const oneOf = (words: readonly string[]) =>
  checked(`must be ${words.join(', ').replace(/, (?=\w+$)/, ' or ')}`, (one) => words.includes(one), nearestOf(words))

const boolean = z.stringbool()
export const onOff = checked(
  'must be on or off',
  (one) => boolean.safeParse(one).success,
  nearestOf(['on', 'off']),
).pipe(boolean)

export const number = (least: number, most: number) =>
  checked(
    `must be a whole number from ${least} to ${most}`,
    (digits) => /^\d+$/.test(digits) && Number(digits) >= least && Number(digits) <= most,
    nearestNumber(least, most),
  ).transform(Number)

export const itemsOf = (value: string): string[] =>
  value.split(/[,\n]/).flatMap((item) => (item.trim() === '' ? [] : [item.trim()]))

/** Each item is checked by itself, and named where it is wrong. */
export const listOf = (item: z.ZodType<string, string>) => text.transform(itemsOf).pipe(z.array(item))
export const list = listOf(text)

/** An address whose user and password can be read. */
export const addressOf = (scheme: RegExp, what: string, nearest?: Nearest) =>
  checked(what, (url) => scheme.test(url) && URL.canParse(url), nearest).refine(
    (url) => attempt(() => credentialsOf(new URL(url))) !== null,
    'has a % that begins no code: in a user or a password % is written %25',
  )

export const httpUrl = addressOf(/^https?:\/\//i, 'must be an http:// or https:// address', (wrong) => {
  const host = wrong.replace(/^(\w*:?\/\/?|https?:)/i, '')
  const url = `${/^(localhost|127\.|\[::1])/.test(host) ? 'http' : 'https'}://${host}`
  return /[.:]|^localhost/.test(host) ? (URL.parse(url)?.href.replace(/\/$/, '') ?? null) : null
})

export const endingIn = (end: string) =>
  httpUrl.refine((url) => url.endsWith(end), {
    error: `must end in ${end}`,
    params: { nearest: (url: string) => url.replace(/(\/api)?\/*$/, end) },
  })

/** An address that others are made of: `${url}/archive`. */
export const baseUrl = httpUrl
  .refine((url) => !/[?#]/.test(url), { error: 'must end with its path: no ? and no #' })
  .transform((url) => url.replace(/\/+$/, ''))

/** With its domain as DNS has it: one mailbox, however `ada@bücher.example` is written. */
export const asciiAddress = (address: string): string =>
  address.replaceAll(/(?<=@)[^\s@<>()"',;]+/g, (domain) => domainToASCII(domain))

/** Where all of `given` are set, and not to `unless`, one of `needs` must be set, too; the first one is named. */
export type PartnerRule = { given: string[]; unless?: string; needs: [string, ...string[]]; what: string }

export type Destination<Settings> = {
  name: string
  /** The hosts where nothing is set that names others. */
  hosts: string
  sent: string
  /** What ends it. */
  ends: string
  /** The hosts that these settings lead to; empty: nothing is sent there. */
  where(settings: Settings): string[]
}

/** The host of an address; none where none is set. */
export const hostOf = (url: string | undefined): string[] =>
  url === undefined ? [] : [URL.parse(url)?.host || 'this machine']
