import { z } from 'zod'
import { broken, type Finding, odd } from '../../core/finding.ts'
import { isTimezone } from '../../core/schedule.ts'
import { type Hints, itemsOf, type PartnerRule } from '../../core/setting.ts'
import type { Setup } from '../../core/setup.ts'
import { didYouMean, nearestOf } from '../../core/text/nearest.ts'
import { type EnvFile, readEnvFile } from './env-file.ts'
import { type Problem, secretsIn, withSecretFiles } from './secrets.ts'
import { rulesAmong, secretsAmong, settingsOf } from './shape.ts'

/** Printed without a stack: the reader has a setting to correct, not a bug. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly findings: Finding[]
  constructor(message: string, findings: Finding[] = [broken(message)], options: ErrorOptions = {}) {
    super(message, options)
    this.findings = findings
  }
}

export type Config = z.output<ReturnType<typeof settingsOf>> & {
  platforms: Record<string, unknown>
  timezone: string
  /** TIMEZONE is not set and the machine is in UTC: people are told that posts may come at an odd hour. */
  timezoneIsGuessed: boolean
  secrets: string[]
  warnings: string[]
}

/** Reads `.env` and the environment, which wins. Throws a `ConfigError` that names every problem. */
export function readConfig(setups: Setup[], environment: NodeJS.ProcessEnv = process.env, file = '.env'): Config {
  const [settings, secret] = [settingsOf(setups), secretsAmong(setups)]
  const known = [
    ...Object.keys(settings.shape),
    ...PROXIES.map((name) => name.toLowerCase()),
    ...secret.map((name) => `${name}_FILE`),
  ]
  const written = readIfThere(file)
  const merged = withProxies({ ...written.values, ...withoutQuotes(environment, known) })
  const set = Object.entries(merged).filter(([name, value]) => known.includes(name) && value?.trim())
  const { settings: given, problems: unread } = withSecretFiles(Object.fromEntries(set), secret)
  const parsed = settings.safeParse(given)
  const wrong = (parsed.error?.issues ?? []).map((issue) => problemOf(issue, given, secret))
  const cut = written.problems.filter(({ name }) => known.includes(name) && environment[name] === undefined)
  const unusable = [...cut, ...unread]
  // What could not be read is not reported as missing as well.
  const problems = [...wrong, ...(unusable.length > 0 ? unusable : missingPartners(given, rulesAmong(setups)))]
  const unknown = new Set(Object.keys(written.values)).difference(new Set(known))
  const named = [...unknown].toSorted().slice(0, MOST_WARNINGS)
  const warnings = [...written.warnings, ...named.map((name) => describeUnknown(name, known))].slice(0, MOST_WARNINGS)
  if (!parsed.success || problems.length > 0) throw wrongSettings(problems, warnings)
  const system = systemTimezone()
  return {
    ...parsed.data,
    platforms: parsed.data,
    timezone: parsed.data.TIMEZONE ?? system,
    timezoneIsGuessed: parsed.data.TIMEZONE === undefined && /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal)$/.test(system),
    secrets: secretsIn(parsed.data, secret),
    warnings,
  }
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']

/** Most programs read these in small letters, too. */
const withProxies = (given: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.assign({ ...given }, ...PROXIES.map((name) => ({ [name]: given[name] || given[name.toLowerCase()] })))

/** `docker run --env-file` takes the quotes of a file into the value. */
const withoutQuotes = (environment: NodeJS.ProcessEnv, known: string[]): Record<string, string> =>
  Object.fromEntries(
    known.flatMap((name) => {
      const value = environment[name]?.trim()
      return value === undefined ? [] : [[name, /^(["'`])(.*)\1$/s.exec(value)?.[2] ?? value]]
    }),
  )

/** Of an empty or unknown TZ Node reports no valid zone; of `GMT+3` it reports +03:00, and its clock is at −03:00. */
function systemTimezone(): string {
  const system: string | undefined = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return system !== undefined && isTimezone(system) && !/^[+-]/.test(system) ? system : 'UTC'
}

/** One item of a list that is wrong is named alone. A value is no secret, unless a password is in it. */
function problemOf(
  { path: [name, index], message, ...issue }: z.core.$ZodIssue,
  given: Record<string, string | undefined>,
  secret: string[],
): Problem {
  const problem = { name: String(name), what: message }
  const whole = given[problem.name] ?? ''
  const value = typeof index === 'number' ? (itemsOf(whole)[index] ?? '') : whole
  if (secret.includes(problem.name)) return problem
  const colon = value.indexOf(':')
  if (colon >= 0 && value.includes('@', colon)) return { ...problem, value: value.replace(/^(\w+:\/\/)?.*@/s, '$1…@') }
  const { nearest, example }: Hints = ('params' in issue && issue.params) || {}
  return { ...problem, value, what: message + didYouMean(nearest, value.replace(/\s#.*/, '').trimEnd(), example) }
}

function wrongSettings(problems: Problem[], warnings: string[]): ConfigError {
  const wrong = [...new Set(problems.map(describe))]
  const lines = ['Check your .env:', ...wrong.map((one) => `✖ ${one}`), ...warnings.map((one) => `! ${one}`)]
  const findings = [...wrong.map((one) => broken(one)), ...warnings.map((one) => odd(one))]
  return new ConfigError(lines.join('\n'), findings)
}

function describe({ name, value, what }: Problem): string {
  const shown = value === undefined ? name : `${name}=${value.replaceAll(/\s/g, ' ').slice(0, 200)}`
  return `${shown} ${what.replace(/(?<![.?])$/, '.')}`
}

const missingPartners = (settings: Record<string, string | undefined>, rules: PartnerRule[]): Problem[] =>
  rules
    .filter(
      ({ given, unless, needs }) =>
        given.every((name) => isOn(settings[name]) && settings[name] !== unless) &&
        !needs.some((name) => settings[name]),
    )
    .map(({ needs: [name], what }) => ({ name, what: `is missing: it ${what}` }))

/** A setting that is off needs no others. */
const isOn = (value: string | undefined): boolean =>
  value !== undefined && z.stringbool().safeParse(value).data !== false

/** With more unknown names the file belongs to another program. */
const MOST_WARNINGS = 50

function describeUnknown(whole: string, known: string[]): string {
  const name = whole.slice(0, 100)
  const nearest = nearestOf(known)(name)
  const hint = nearest === null ? '.' : `; did you mean ${nearest}?`
  return `.env names ${name}, which Paperboy does not know${hint}`
}

function readIfThere(file: string): EnvFile {
  try {
    return readEnvFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { values: {}, problems: [], warnings: [] }
    throw new ConfigError(`Could not read ${file}; may this user read it?`, undefined, { cause: error })
  }
}
