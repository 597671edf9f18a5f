import { readFileSync } from 'node:fs'
import { credentialsOf } from '../../core/network/credentials.ts'

/** `what` goes after the name and, where nobody minds that it is read, the value. */
export type Problem = { name: string; value?: string; what: string }

/** The settings with secrets from files that `NAME_FILE` names, and what is wrong with those files. */
export function withSecretFiles(given: Record<string, string | undefined>, names: string[]) {
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
    const secret = readText(file).replace(/[\r\n]+$/, '')
    return secret.trim() === '' ? { problem: `names ${file}, which is empty` } : { secret }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = REASONS[code] ?? `cannot be read (${code})`
    return { problem: `names ${file}, which ${why}` }
  }
}

/** Without the mark that editors on Windows begin a file with, which may be UTF-16 there. */
export function readText(file: string): string {
  const bytes = readFileSync(file)
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)
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
  const url = URL.parse(value)
  if (url?.password) return [url.password, ...credentialsOf(url).slice(1)]
  return name === 'HEARTBEAT_URL' && url && url.pathname !== '/' ? [url.href, url.pathname] : []
}
