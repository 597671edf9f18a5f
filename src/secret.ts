import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
/** Of NIST SP 800-38D: 96 bits that are never used twice with one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encryption at rest. `of` names what the text belongs to: sealed for one, it opens for no other. */
export type Sealer = { seal(text: string, of: string): string; open(sealed: string, of: string): string }

/** The key follows from PAPERBOY_SECRET; deriving it takes about 50 ms, so that guessing one is slow. */
export function createSealer(secret: string): Sealer {
  const key = scryptSync(secret, 'paperboy', 32)
  return {
    seal(text, of) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(of))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed, of) {
      const bytes = Buffer.from(sealed, 'base64')
      const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        const opened = decipher
          .setAAD(Buffer.from(of))
          .setAuthTag(tag)
          .update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([opened, decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new Error(
          `What is stored for ${of} was encrypted with another PAPERBOY_SECRET: put that one back, or install Paperboy there again.`,
          { cause },
        )
      }
    },
  }
}
