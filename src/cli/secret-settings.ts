import { readFileSync } from 'node:fs'
import type { Config } from './config.ts'

/** Settings that are secret, or hold a secret; each may also be given as `NAME_FILE`, as systemd and Docker hand them out. */
export const SECRETS = [
  'DATABASE_URL',
  'HF_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'DISCORD_TOKEN',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'SMTP_URL',
  'HEARTBEAT_URL',
  'PAPERBOY_SECRET',
] as const satisfies (keyof Config)[]

export type Problem = { what: string; name: string }

/** The settings with what stands in the files that they name, without the line break at the end; and what is wrong with those files. */
export function withSecretFiles(given: Record<string, string | undefined>): {
  settings: Record<string, string | undefined>
  problems: Problem[]
} {
  const settings = { ...given }
  const problems: Problem[] = []
  for (const name of SECRETS) {
    const file = given[`${name}_FILE`]
    if (file === undefined) continue
    const read = given[name] === undefined ? readSecret(file) : { problem: `is one too many: ${name} is set as well` }
    if ('problem' in read) problems.push({ what: read.problem, name: `${name}_FILE` })
    else settings[name] = read.secret
  }
  return { settings, problems }
}

function readSecret(file: string): { secret: string } | { problem: string } {
  try {
    const secret = readFileSync(file, 'utf8').replace(/[\r\n]+$/, '')
    return secret.trim() === '' ? { problem: `names ${file}, which is empty` } : { secret }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = REASONS[code] ?? `cannot be read (${code})`
    return { problem: `names ${file}, which ${why}` }
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'this user may not read',
}

/** What no line of a log may show; addresses hold theirs between the `:` and the `@`. */
export function secretsOf(config: Config): string[] {
  const own = SECRETS.flatMap((name) => (/_URL$/.test(name) ? [] : (config[name] ?? [])))
  const passwords = [config.DATABASE_URL, config.SMTP_URL, config.OPENAI_BASE_URL].flatMap((url) => {
    const password = /:\/\/[^/@]*?:(?<password>[^/]+)@/.exec(url ?? '')?.groups?.password
    return password === undefined ? [] : [password, decodeURIComponent(password)]
  })
  const { pathname, href } = new URL(config.HEARTBEAT_URL ?? 'http://localhost')
  return [...own, ...passwords, ...(pathname === '/' ? [] : [href, pathname])]
}
