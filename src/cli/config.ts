import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { LANGUAGE } from '../channels/settings.ts'
import { isTimezone, parsePostDays } from '../core/schedule.ts'
import { type Problem, SECRETS, withSecretFiles } from './secret-settings.ts'

/** Printed without a stack: the reader has a setting to mend, not a bug. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const text = z.string().trim().min(1, 'must not be empty')
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
const list = text.transform((value) => value.split(/[,\n]/).map((item) => item.trim()).filter(Boolean)) // biome-ignore format: one idea
const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must lie between ${least} and ${most}`)

/** Every setting, in the order of `.env.example`. The names are a contract. */
export const settings = z.object({
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
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'must start with xoxb-').optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'must start with xapp-').optional(),
  SLACK_CHANNELS: list.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  DISCORD_TOKEN: text.optional(),
  DISCORD_APPLICATION_ID: text.regex(/^\d{15,25}$/, 'must be the number from the developer portal').optional(),
  DISCORD_CHANNELS: list.optional(),
  DISCORD_SHARDS: text.regex(/^(auto|\d+)$/, 'must be auto or a number').optional(),
  DISCORD_MESSAGE_CONTENT: z.stringbool('must be on or off').default(false),
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
  SLACK_API_URL: httpUrl.refine((url) => url.endsWith('/api/'), 'must end in /api/').optional(),
  DISCORD_API_URL: httpUrl.refine((url) => url.endsWith('/api'), 'must end in /api').optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must look like smtp://user:password@host:587' }).optional(),
  MAIL_FROM: text.optional(),
  PORT: number(0, 65_535).optional(),
  PAPERBOY_WEB: z.stringbool('must be on or off').default(false),
  PAPERBOY_URL: httpUrl.optional(),
  ALLOWED_TEAMS: list
    .refine(
      (all) => all.every((one) => /^(slack:[A-Z0-9]+|discord:\d+)$/.test(one)),
      'must look like slack:T1,discord:1',
    )
    .optional(),
  ALERT_CHANNEL: text.optional(),
  HEARTBEAT_URL: httpUrl.optional(),
  /** The first encrypts and signs; what was made with one of the others stays good. */
  PAPERBOY_SECRET: list
    .refine(
      (all) => all.length > 0 && all.every((one) => one.length >= 16),
      'must have at least 16 characters; `openssl rand -base64 32` makes one',
    )
    .transform((all) => all as [string, ...string[]])
    .optional(),
  PAPERBOY_ROLES: list
    .refine((all) => all.every((one) => ROLES.has(one)), 'must be some of collect,deliver,listen,web')
    .optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .optional(),
})
const ROLES = new Set(['collect', 'deliver', 'listen', 'web'])

export type Config = z.output<typeof settings> & {
  /** The zone of channels without one of their own. */
  timezone: string
  /** Nobody chose the zone and the machine is in UTC: posts may come at an odd hour, and people are told. */
  timezoneIsGuessed: boolean
  /** Sentences about names in `.env` that mean nothing here. */
  warnings: string[]
}

/** Reads `.env` and the environment, which wins. Throws a `ConfigError` that names every problem. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, file = '.env'): Config {
  const written = parseEnv(readIfThere(file))
  const merged = { ...written, ...environment }
  const set = Object.entries(merged).filter(([, value]) => value !== undefined && value.trim() !== '')
  const { settings: given, problems: unread } = withSecretFiles(Object.fromEntries(set))
  const parsed = settings.safeParse(given)
  // Whether a secret is missing is not known while its file could not be read.
  const lacking = unread.length > 0 ? unread : missingPartners(given)
  const problems = [...(parsed.error?.issues ?? []).map(describeIssue), ...lacking]
  if (!parsed.success || problems.length > 0) throw new ConfigError(`Check your .env:\n${alignArrows(problems)}`)
  const system = systemTimezone()
  const unknown = new Set(Object.keys(written)).difference(new Set(knownNames()))
  return {
    ...parsed.data,
    timezone: parsed.data.TIMEZONE ?? system,
    timezoneIsGuessed: parsed.data.TIMEZONE === undefined && /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal)$/.test(system),
    warnings: [...unknown].slice(0, MOST_WARNINGS).toSorted().map(describeUnknown),
  }
}

/** An empty or unknown TZ leaves Node without a zone, or with one that no clock knows: the machine then runs in UTC. */
function systemTimezone(): string {
  const system: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return system !== undefined && isTimezone(system) ? system : 'UTC'
}

const describeIssue = (issue: z.core.$ZodIssue): Problem => ({ what: issue.message, name: issue.path.join('.') })

/** Settings that only work together. */
function missingPartners(given: Record<string, string | undefined>): Problem[] {
  const pairs: [string, string, string][] = [
    ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'goes with SLACK_CLIENT_ID'],
    ['SLACK_CLIENT_ID', 'PAPERBOY_SECRET', 'is needed to keep the tokens of several workspaces encrypted'],
    ['SLACK_CLIENT_ID', 'PAPERBOY_URL', 'is where Slack sends people back who install the app'],
    ['SLACK_CLIENT_ID', 'PORT', 'is needed to take installations'],
    ['SLACK_CHANNELS', 'SLACK_BOT_TOKEN', 'goes with SLACK_CHANNELS'],
    ['DISCORD_CHANNELS', 'DISCORD_TOKEN', 'goes with DISCORD_CHANNELS'],
    ['PAPERBOY_WEB', 'PORT', 'is where the archive is answered (PAPERBOY_WEB)'],
    ['PAPERBOY_WEB', 'PAPERBOY_URL', 'is where links to the archive lead (PAPERBOY_WEB)'],
    ['PAPERBOY_WEB', 'PAPERBOY_SECRET', 'keeps others from making such links (PAPERBOY_WEB)'],
    ['SMTP_URL', 'MAIL_FROM', 'goes with SMTP_URL'],
    ['SMTP_URL', 'PAPERBOY_URL', 'is where the links in letters lead (SMTP_URL)'],
    ['SMTP_URL', 'PORT', 'is where those links are answered (SMTP_URL)'],
    ['SMTP_URL', 'PAPERBOY_SECRET', 'keeps others from making such links (SMTP_URL)'],
  ]
  const problems = pairs
    .filter(([has, needs]) => isOn(given[has]) && !given[needs])
    .map(([, name, what]) => ({ what, name }))
  const slack = given.SLACK_BOT_TOKEN ? 'SLACK_BOT_TOKEN' : given.SLACK_CLIENT_ID ? 'SLACK_CLIENT_ID' : null
  if (slack === null && given.SLACK_APP_TOKEN)
    problems.push({
      what: 'goes with SLACK_APP_TOKEN (or SLACK_CLIENT_ID, for many workspaces)',
      name: 'SLACK_BOT_TOKEN',
    })
  if (slack !== null && !given.SLACK_APP_TOKEN && !given.SLACK_SIGNING_SECRET)
    problems.push({ what: `goes with ${slack} (or SLACK_SIGNING_SECRET, for HTTP)`, name: 'SLACK_APP_TOKEN' })
  if (given.SLACK_BOT_TOKEN && !given.SLACK_APP_TOKEN && given.SLACK_SIGNING_SECRET && !given.PORT)
    problems.push({ what: 'is needed for Slack over HTTP (or SLACK_APP_TOKEN, for Socket Mode)', name: 'PORT' })
  for (const name of ['OPENAI_MODEL', 'EMBEDDING_MODEL'])
    if (given[name] && !given.OPENAI_API_KEY && !given.OPENAI_BASE_URL)
      problems.push({
        what: `goes with ${name} (or OPENAI_BASE_URL, for a server of your own)`,
        name: 'OPENAI_API_KEY',
      })
  return problems
}

/** A setting that says off asks for no others. */
const isOn = (value: string | undefined): boolean =>
  value !== undefined && z.stringbool().safeParse(value).data !== false

function alignArrows(problems: Problem[]): string {
  const width = Math.max(...problems.map(({ what }) => what.length))
  return problems.map(({ what, name }) => `✖ ${what.padEnd(width)} → at ${name}`).join('\n')
}

/** A file with more unknown names is another program's. */
const MOST_WARNINGS = 50

const knownNames = (): string[] => [...Object.keys(settings.shape), ...SECRETS.map((secret) => `${secret}_FILE`)]

function describeUnknown(whole: string): string {
  const name = whole.slice(0, 100)
  const distances = knownNames().map((known) => ({ known, far: distance(known, name) }))
  const nearest = distances.reduce((a, b) => (b.far < a.far ? b : a))
  const hint = nearest.far <= 4 ? `; did you mean ${nearest.known}?` : '.'
  return `.env names ${name}, which Paperboy does not know${hint}`
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw new ConfigError(`Could not read ${file}; may this user read it?`, { cause: error })
  }
}
