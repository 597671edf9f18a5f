import { z } from 'zod'
import { CLOCK, LANGUAGE } from '../../channels/settings.ts'
import { isTimezone, parsePostDays } from '../../core/schedule.ts'
import {
  addressOf,
  asciiAddress,
  baseUrl,
  checked,
  httpUrl,
  listOf,
  number,
  oneOf,
  onOff,
  type PartnerRule,
  text,
} from '../../core/setting.ts'
import type { Setup } from '../../core/setup.ts'
import { nearestDays, nearestLanguage, nearestTime, nearestZone } from '../../core/text/nearest.ts'

/** What comes before the platforms in `.env.example`. The names are a contract. */
const first = {
  DATABASE_URL: addressOf(
    /^(file:.|postgres(ql)?:\/\/(?![^?]*\/[^?]*@)[^#]*$)/s,
    'must look like file:data/paperboy.db or postgres://user:password@host/name; encode / # ? and @ in a password',
  ).default('file:data/paperboy.db'),
  TIMEZONE: checked('is not a time zone', isTimezone, nearestZone, ' such as Europe/Berlin').optional(),
  POST_AT: checked('must look like 09:00', (time) => CLOCK.test(time), nearestTime).default('09:00'),
  POST_DAYS: checked(
    'must look like mon-fri or mon,wed,fri',
    (days) => parsePostDays(days) !== null,
    nearestDays,
  ).default('mon-fri'),
  PAPERS_PER_DAY: number(1, 20).default(5),
  HF_TOKEN: text.startsWith('hf_', 'must start with hf_').optional(),
  CONTACT: text.transform(asciiAddress).optional(),
}

const CATEGORY = /^[a-z-]+(\.[A-Za-z-]+)?$/

const SHORT = 'must have at least 16 characters; `openssl rand -base64 32` makes one'

const further = (setups: Setup[]) => ({
  OPENAI_MODEL: text.optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: baseUrl.optional(),
  EMBEDDING_MODEL: text.optional(),
  LLM_DAILY_TOKENS: number(0, 1e12).default(200_000),
  SUMMARY_REVIEW: onOff.default(false),
  SUMMARY_LANGUAGE: checked(
    'must be a language code such as en or de',
    (code) => LANGUAGE.test(code),
    nearestLanguage,
  ).default('en'),
  ARXIV_CATEGORIES: listOf(
    checked(
      'must look like cs.CL,cs.LG',
      (one) => CATEGORY.test(one),
      (wrong) => {
        const items = wrong.split(/[;\s]+/)
        return items.every((one) => CATEGORY.test(one)) ? items.join(',') : null
      },
    ),
  ).default([]),
  FEEDS: listOf(httpUrl).default([]),
  HF_URL: baseUrl.default('https://huggingface.co'),
  ARXIV_URL: baseUrl.optional(),
  PAPER_TEXT: onOff.default(true),
  PORT: number(0, 65_535).optional(),
  PAPERBOY_WEB: onOff.default(false),
  PAPERBOY_MCP: onOff.default(false),
  PAPERBOY_URL: baseUrl.optional(),
  ALLOWED_TEAMS: teamsOf(setups.flatMap(({ teams }) => teams ?? [])).optional(),
  ALERT_CHANNEL: text.optional(),
  HEARTBEAT_URL: httpUrl.optional(),
  HTTP_PROXY: httpUrl.optional(),
  HTTPS_PROXY: httpUrl.optional(),
  NO_PROXY: text.optional(),
  /** The first encrypts and signs; the others still decrypt and verify. */
  PAPERBOY_SECRET: listOf(text.min(16, SHORT))
    .pipe(z.tuple([z.string(SHORT)], z.string()))
    .optional(),
  PAPERBOY_ROLES: listOf(oneOf(['collect', 'deliver', 'listen', 'web'])).optional(),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
})

const teamsOf = (known: { pattern: RegExp; example: string }[]) =>
  listOf(
    checked(`must look like ${known.map(({ example }) => example).join(',')}`, (one) =>
      known.some(({ pattern }) => pattern.test(one)),
    ),
  )

const platformShape = (setups: Setup[]): z.ZodRawShape => Object.assign({}, ...setups.map(({ settings }) => settings))

export const settingsOf = (setups: Setup[]) =>
  z.object({ ...first, ...platformShape(setups), ...further(setups) } as typeof first & ReturnType<typeof further>)

const secrets = [
  ...['DATABASE_URL', 'HF_TOKEN', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  ...['HEARTBEAT_URL', 'HTTP_PROXY', 'HTTPS_PROXY', 'PAPERBOY_SECRET'],
]

export const secretsAmong = (setups: Setup[]): string[] => [...secrets, ...setups.flatMap((setup) => setup.secrets)]

/** The value of EMBEDDING_MODEL that needs no server. */
export const LOCAL = 'local'

const OWN_SERVER = '(or OPENAI_BASE_URL, for a server of your own)'

const rules: PartnerRule[] = [
  { given: ['PAPERBOY_WEB'], needs: ['PORT'], what: 'is where the archive is answered (PAPERBOY_WEB)' },
  { given: ['PAPERBOY_WEB'], needs: ['PAPERBOY_URL'], what: 'is where links to the archive lead (PAPERBOY_WEB)' },
  { given: ['PAPERBOY_WEB'], needs: ['PAPERBOY_SECRET'], what: 'keeps others from making such links (PAPERBOY_WEB)' },
  { given: ['PAPERBOY_MCP'], needs: ['PAPERBOY_WEB'], what: 'gives out the keys that assistants need (PAPERBOY_MCP)' },
  ...['OPENAI_MODEL', 'EMBEDDING_MODEL'].map(
    (name): PartnerRule => ({
      given: [name],
      ...(name === 'EMBEDDING_MODEL' && { unless: LOCAL }),
      needs: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
      what: `goes with ${name} ${OWN_SERVER}`,
    }),
  ),
]

export const rulesAmong = (setups: Setup[]): PartnerRule[] => [...setups.flatMap((setup) => setup.rules), ...rules]
