import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { LastingError } from '../core/chat.ts'

const CIPHER = 'aes-256-gcm'
/** Of NIST SP 800-38D: 96 bits that are never used twice with one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

export type Sealer = ReturnType<typeof createSealer>

/** Seals with the first secret, and opens with any. `of`: whose text it is; sealed for one, it opens for no other. */
export function createSealer(secret: string, ...older: string[]) {
  const today = lazyKey(secret)
  const keys = [today, ...older.map(lazyKey)]
  const seal = (text: string, of: string) => encrypt(today(), text, of)

  function openWith(sealed: string, of: string): { text: string; key: Key } {
    let cause: unknown
    for (const key of keys)
      try {
        return { text: decrypt(key(), sealed, of), key }
      } catch (error) {
        cause = error
      }
    const remedy = 'add that one to it after a comma, or install Paperboy there again'
    throw new LastingError(`What is stored for ${of} was encrypted with another PAPERBOY_SECRET: ${remedy}.`, { cause })
  }

  return {
    seal,
    open: (sealed: string, of: string) => openWith(sealed, of).text,
    /** The same, sealed with the key of today; null when it is already. */
    renew(sealed: string, of: string) {
      const { text, key } = openWith(sealed, of)
      return key === today ? null : seal(text, of)
    },
  }
}

type Key = () => Buffer

/** Deriving one takes about 50 ms, so that guessing a secret is slow; an old one is seldom asked for. */
function lazyKey(secret: string): Key {
  let key: Buffer | null = null
  return () => {
    key ??= scryptSync(secret, 'paperboy', 32)
    return key
  }
}

function encrypt(key: Buffer, text: string, of: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(of))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Throws when it was sealed with another key, for somebody else, or was changed. */
function decrypt(key: Buffer, sealed: string, of: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  const opened = decipher
    .setAAD(Buffer.from(of))
    .setAuthTag(tag)
    .update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([opened, decipher.final()]).toString('utf8')
}
