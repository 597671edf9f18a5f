import { type Logger, pino } from 'pino'

const SECRETS =
  /xox[abeprs]-[\w-]+|xapp-[\w-]+|\bsk-[\w-]{8,}|\bhf_\w{8,}|https:\/\/hooks\.slack\.com\/\S+|(?<=\bBot )[\w.-]{20,}|(?<=Bearer )\S+|(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}|(?<=\/(?:webhooks|interactions)\/\d+\/)[\w-]+/g

/** Secrets that found their way into a text, blotted out. */
export const redact = (text: string): string => text.replaceAll(SECRETS, '[secret]')

/** Logs go to stderr, one JSON line each; stdout belongs to answers. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
