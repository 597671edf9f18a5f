import { z } from 'zod'
import { LANGUAGE } from '../../channels/settings.ts'
import { isTimezone, parsePostDays } from '../../core/schedule.ts'
import { httpUrl, list, number, onOff, type PartnerRule, text } from '../../core/setting.ts'
import type { Setup } from '../../core/setup.ts'

/** What comes before the platforms in `.env.example`. The names are a contract. */
const first = {
  DATABASE_URL: text
    .regex(/^(file:|postgres(ql)?:\/\/)/, 'must look like file:data/paperboy.db or postgres://user:password@host/name')
    .default('file:data/paperboy.db'),
  TIMEZONE: text.refine(isTimezone, 'must be a time zone such as Europe/Berlin').optional(),
  POST_AT: text.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 09:00').default('09:00'),
  POST_DAYS: text
    .refine((days) => parsePostDays(days) !== null, 'must look like mon-fri or mon,wed,fri')
    .default('mon-fri'),
  PAPERS_PER_DAY: number(1, 20).default(5),
  HF_TOKEN: text.startsWith('hf_', 'must start with hf_').optional(),
  CONTACT: text.optional(),
}

const ROLES = ['collect', 'deliver', 'listen', 'web']

/** What comes after the platforms. */
const further = (setups: Setup[]) => ({
  OPENAI_MODEL: text.optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  EMBEDDING_MODEL: text.optional(),
  LLM_DAILY_TOKENS: number(0, 1e12).default(200_000),
  SUMMARY_LANGUAGE: text.regex(LANGUAGE, 'must be a language code such as en or de').default('en'),
  ARXIV_CATEGORIES: list
    .refine((all) => all.every((one) => /^[a-z-]+(\.[A-Za-z-]+)?$/.test(one)), 'must look like cs.CL,cs.LG')
    .default([]),
  FEEDS: list
    .refine((all) => all.every((one) => httpUrl.safeParse(one).success), 'must be http:// or https:// addresses')
    .default([]),
  HF_URL: httpUrl.default('https://huggingface.co'),
  ARXIV_URL: httpUrl.optional(),
  PORT: number(0, 65_535).optional(),
  PAPERBOY_WEB: onOff.default(false),
  PAPERBOY_URL: httpUrl.optional(),
  ALLOWED_TEAMS: teamsOf(setups.flatMap(({ teams }) => teams ?? [])).optional(),
  ALERT_CHANNEL: text.optional(),
  HEARTBEAT_URL: httpUrl.optional(),
  HTTP_PROXY: httpUrl.optional(),
  HTTPS_PROXY: httpUrl.optional(),
  NO_PROXY: text.optional(),
  /** The first encrypts and signs; the others still decrypt and verify. */
  PAPERBOY_SECRET: list
    .refine(
      (all) => all.length > 0 && all.every((one) => one.length >= 16),
      'must have at least 16 characters; `openssl rand -base64 32` makes one',
    )
    .transform((all) => all as [string, ...string[]])
    .optional(),
  PAPERBOY_ROLES: list
    .refine((all) => all.every((one) => ROLES.includes(one)), `must be some of ${ROLES.join(',')}`)
    .optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .optional(),
})

const teamsOf = (known: { pattern: RegExp; example: string }[]) =>
  list.refine(
    (all) => all.every((one) => known.some(({ pattern }) => pattern.test(one))),
    `must look like ${known.map(({ example }) => example).join(',')}`,
  )

const platformShape = (setups: Setup[]): z.ZodRawShape => Object.assign({}, ...setups.map(({ settings }) => settings))

/** Every setting, in the order of `.env.example`. */
export const settingsOf = (setups: Setup[]) =>
  z.object({ ...first, ...platformShape(setups), ...further(setups) } as typeof first & ReturnType<typeof further>)

const secrets = [
  ...['DATABASE_URL', 'HF_TOKEN', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  ...['HEARTBEAT_URL', 'HTTP_PROXY', 'HTTPS_PROXY', 'PAPERBOY_SECRET'],
]

/** Settings that are secret, or hold a secret. */
export const secretsAmong = (setups: Setup[]): string[] => [...secrets, ...setups.flatMap((setup) => setup.secrets)]

const OWN_SERVER = '(or OPENAI_BASE_URL, for a server of your own)'

const rules: PartnerRule[] = [
  { given: ['PAPERBOY_WEB'], needs: ['PORT'], what: 'is where the archive is answered (PAPERBOY_WEB)' },
  { given: ['PAPERBOY_WEB'], needs: ['PAPERBOY_URL'], what: 'is where links to the archive lead (PAPERBOY_WEB)' },
  { given: ['PAPERBOY_WEB'], needs: ['PAPERBOY_SECRET'], what: 'keeps others from making such links (PAPERBOY_WEB)' },
  ...['OPENAI_MODEL', 'EMBEDDING_MODEL'].map(
    (name): PartnerRule => ({
      given: [name],
      needs: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
      what: `goes with ${name} ${OWN_SERVER}`,
    }),
  ),
]

export const rulesAmong = (setups: Setup[]): PartnerRule[] => [...setups.flatMap((setup) => setup.rules), ...rules]
