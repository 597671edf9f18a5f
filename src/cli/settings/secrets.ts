import { readFileSync } from 'node:fs'

export type Problem = { what: string; name: string }

/**
 * The settings with the contents of the files that `NAME_FILE` names, as systemd and Docker hand secrets out, without
 * the line break at the end; and what is wrong with those files.
 */
export function withSecretFiles(
  given: Record<string, string | undefined>,
  names: string[],
): { settings: Record<string, string | undefined>; problems: Problem[] } {
  const settings = { ...given }
  const problems: Problem[] = []
  for (const name of names) {
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

/** Of an address the password is secret; of HEARTBEAT_URL the path. */
export const secretsIn = (settings: Record<string, unknown>, names: string[]): string[] =>
  names.flatMap((name) => [settings[name] ?? []].flat().flatMap((value) => secretsOf(name, String(value))))

function secretsOf(name: string, value: string): string[] {
  if (!/_(URL|PROXY)$/.test(name)) return [value]
  const password = /:\/\/[^/@]*?:(?<password>[^/]+)@/.exec(value)?.groups?.password
  if (password !== undefined) return [password, decodeURIComponent(password)]
  const { pathname, href } = new URL(value)
  return name !== 'HEARTBEAT_URL' || pathname === '/' ? [] : [href, pathname]
}
