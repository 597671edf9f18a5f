import { z } from 'zod'

/** What settings are made of, each with the sentence that says what is wrong with a value. */
export const text = z.string().trim().min(1, 'must not be empty')
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
export const onOff = z.stringbool('must be on or off')
export const list = text.transform((value) => {
  const items = value.split(/[,\n]/).map((item) => item.trim())
  return items.filter((item) => item !== '')
})
export const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`)

/** Settings that only work together: where all of `given` are set, one of `needs` must be; the first one is named. */
export type PartnerRule = { given: string[]; needs: [string, ...string[]]; what: string }

/** Somewhere that the bot sends something to. */
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
