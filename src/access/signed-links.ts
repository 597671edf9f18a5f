import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { attempt } from '../core/attempt.ts'

/** Tokens in links, each for one purpose. Letters of years ago hold them, so that they are no JWTs. */
export type Signer = {
  /** `expiresAt` in milliseconds; null: it is good for ever. */
  sign(purpose: string, subject: string, expiresAt: number | null): string
  /** The subject of a token; null when it is forged, expired or for something else. */
  read(purpose: string, token: string, now: number): string | null
}

const claim = z.tuple([z.string(), z.number().nullable()])

/** Signs with the first secret of PAPERBOY_SECRET and reads links signed with any of them. */
export function createSigner(secret: string, ...older: string[]): Signer {
  const [key, olderKeys] = [keyOf(secret), older.map(keyOf)]
  return {
    sign(purpose, subject, expiresAt) {
      const body = Buffer.from(JSON.stringify([subject, expiresAt])).toString('base64url')
      return `${body}.${mac(key, purpose, body).toString('base64url')}`
    },
    read(purpose, token, now) {
      const [body = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (![key, ...olderKeys].some((one) => isSame(given, mac(one, purpose, body)))) return null
      const [subject, expiresAt] = parseJson(claim, Buffer.from(body, 'base64url').toString()) ?? [null, null]
      return expiresAt === null || expiresAt > now ? subject : null
    },
  }
}

/** Null: it is something else. A good signature says who wrote a text, and not that this version would write it so. */
export const parseJson = <T>(schema: z.ZodType<T>, text: string): T | null =>
  attempt(() => schema.parse(JSON.parse(text)))

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'paperboy links', 32))

const mac = (key: Buffer, purpose: string, body: string): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n${body}`).digest()

const isSame = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected)
