import { AsyncLocalStorage } from 'node:async_hooks'
import { type DestinationStream, type Logger, pino } from 'pino'

// pino redacts by the path of a field; these stand inside of texts.
const SECRET_SHAPES = [
  /xox[abeprs]-[\w-]+/,
  /xapp-[\w-]+/,
  /\bsk-[\w-]{8,}/,
  /\bhf_\w{8,}/,
  /https:\/\/hooks\.slack\.com\/[^\s"\\]+/,
  /(?<=\bBot )[\w.-]{20,}/,
  /(?<=Bearer )[^\s"\\]+/,
  /(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/,
  // Discord: a token, and what stands in the address of a webhook.
  /\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w-]+/,
]
const SECRETS = new RegExp(SECRET_SHAPES.map(({ source }) => source).join('|'), 'g')

/** Secrets that found their way into a text, blotted out. */
export const redact = (text: string): string => text.replaceAll(SECRETS, '[secret]')

/** The same for these secrets, whatever they look like. */
export function createBlot(secrets: string[]): (text: string) => string {
  // The longest first, since one may be a part of another.
  const ordered = secrets.toSorted((a, b) => b.length - a.length)
  return (text) => redact(ordered.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text))
}

const runs = new AsyncLocalStorage<string>()

/** Work whose log lines carry the moment it began. Deliveries keep it: one id from fetch to post. */
export const inRun = <T>(beganAt: number, work: () => T): T => runs.run(beganAt.toString(36), work)

/** Logs go to stderr, one JSON line each; stdout belongs to answers. `secrets` are redacted whatever they look like. */
export function createLog(
  level: string,
  secrets: string[],
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      mixin: () => (runs.getStore() === undefined ? {} : { run: runs.getStore() }),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // As they stand in JSON.
      hooks: { streamWrite: createBlot(secrets.map((secret) => JSON.stringify(secret).slice(1, -1))) },
    },
    destination,
  )
}
