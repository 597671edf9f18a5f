import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { isTimezone } from '../../core/schedule.ts'
import type { PartnerRule } from '../../core/setting.ts'
import type { Setup } from '../../core/setup.ts'
import { type Problem, secretsIn, withSecretFiles } from './secrets.ts'
import { rulesAmong, secretsAmong, settingsOf } from './shape.ts'

/** Printed without a stack: the reader has a setting to correct, not a bug. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

export type Config = z.output<ReturnType<typeof settingsOf>> & {
  /** The settings of all platforms, for the platforms. */
  platforms: Record<string, unknown>
  /** The zone of channels without one of their own. */
  timezone: string
  /** TIMEZONE is not set and the machine is in UTC: people are told that posts may come at an odd hour. */
  timezoneIsGuessed: boolean
  /** What no line of a log may show. */
  secrets: string[]
  /** Sentences about names in `.env` that mean nothing here. */
  warnings: string[]
}

/** Reads `.env` and the environment, which wins. Throws a `ConfigError` that names every problem. */
export function readConfig(setups: Setup[], environment: NodeJS.ProcessEnv = process.env, file = '.env'): Config {
  const [settings, secret] = [settingsOf(setups), secretsAmong(setups)]
  const written = parseEnv(readIfThere(file))
  const merged = withProxies({ ...written, ...environment })
  const set = Object.entries(merged).filter(([, value]) => value !== undefined && value.trim() !== '')
  const { settings: given, problems: unread } = withSecretFiles(Object.fromEntries(set), secret)
  const parsed = settings.safeParse(given)
  // A secret whose file could not be read is not reported as missing as well.
  const lacking = unread.length > 0 ? unread : missingPartners(given, rulesAmong(setups))
  const problems = [...(parsed.error?.issues ?? []).map(describeIssue), ...lacking]
  if (!parsed.success || problems.length > 0) throw new ConfigError(`Check your .env:\n${alignArrows(problems)}`)
  const system = systemTimezone()
  const known = [
    ...Object.keys(settings.shape),
    ...PROXIES.map((name) => name.toLowerCase()),
    ...secret.map((name) => `${name}_FILE`),
  ]
  const unknown = new Set(Object.keys(written)).difference(new Set(known))
  return {
    ...parsed.data,
    platforms: parsed.data,
    timezone: parsed.data.TIMEZONE ?? system,
    timezoneIsGuessed: parsed.data.TIMEZONE === undefined && /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal)$/.test(system),
    secrets: secretsIn(parsed.data, secret),
    warnings: [...unknown]
      .slice(0, MOST_WARNINGS)
      .toSorted()
      .map((name) => describeUnknown(name, known)),
  }
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

/** Most programs read these in small letters, too. */
const withProxies = (given: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.assign({ ...given }, ...PROXIES.map((name) => ({ [name]: given[name] || given[name.toLowerCase()] })))

/** With an empty or unknown TZ Node reports no valid zone, and runs in UTC. */
function systemTimezone(): string {
  const system: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return system !== undefined && isTimezone(system) ? system : 'UTC'
}

const describeIssue = (issue: z.core.$ZodIssue): Problem => ({ what: issue.message, name: issue.path.join('.') })

const missingPartners = (settings: Record<string, string | undefined>, rules: PartnerRule[]): Problem[] =>
  rules
    .filter(({ given, needs }) => given.every((name) => isOn(settings[name])) && !needs.some((name) => settings[name]))
    .map(({ needs: [name], what }) => ({ what, name }))

/** A setting that is off needs no others. */
const isOn = (value: string | undefined): boolean =>
  value !== undefined && z.stringbool().safeParse(value).data !== false

function alignArrows(problems: Problem[]): string {
  const width = Math.max(...problems.map(({ what }) => what.length))
  return problems.map(({ what, name }) => `✖ ${what.padEnd(width)} → at ${name}`).join('\n')
}

/** With more unknown names the file belongs to another program. */
const MOST_WARNINGS = 50

function describeUnknown(whole: string, known: string[]): string {
  const name = whole.slice(0, 100)
  const distances = known.map((known) => ({ known, far: distance(known, name) }))
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
