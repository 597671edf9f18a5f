import { type Problem, readText } from './secrets.ts'

export type EnvFile = {
  values: Record<string, string>
  problems: Problem[]
  /** Sentences on lines that mean something else than they seem to. */
  warnings: string[]
}

// The rules of dotenv, but for #: there and in Node it cuts `a#b` in two; here it follows a space, as in a shell.
const QUOTED = [`"(?:\\\\"|[^"])*"`, `'[^']*'`, '`[^`]*`'].join('|')
const NAME = '(?:export[ \\t]+)?(?<name>[\\w.-]+)'
const VALUE = `(?:(?<quoted>${QUOTED})[ \\t]*(?:#.*)?|(?<plain>.*))`
const LINE = new RegExp(`^[ \\t]*(?:${NAME}[ \\t]*=[ \\t]*${VALUE}|(?<other>[^#\\s].*))$`, 'gm')

/** Of a name that is there twice the last one counts. */
export function readEnvFile(file: string): EnvFile {
  const text = readText(file).replaceAll(/\r\n?/g, '\n')
  const found: EnvFile = { values: {}, problems: [], warnings: [] }
  const lines = new Map<string, number>()
  let [line, counted] = [1, 0]
  for (const { index, groups } of text.matchAll(LINE)) {
    const { name = '', quoted, plain = '' } = groups ?? {}
    line += text.slice(counted, index).split('\n').length - 1
    counted = index
    if (name === '')
      found.warnings.push(`Line ${line} of ${file} is not of the form NAME=value, and says nothing here.`)
    else {
      const before = lines.get(name)
      if (before !== undefined)
        found.warnings.push(`${file} sets ${name} on line ${before} and on line ${line}; the last one counts.`)
      lines.set(name, line)
      const problem = quoted === undefined ? problemOf(name, plain) : null
      if (problem !== null) found.problems.push({ name, what: `on line ${line} of ${file} ${problem}` })
      found.values[name] = quoted === undefined ? plain.replace(/(^|\s)#.*/, '').trim() : unquote(quoted)
    }
  }
  return found
}

/** What is likely to be meant otherwise. */
function problemOf(name: string, plain: string): string | null {
  const [, before, after] = /^(.*?)(?:^|\s)#(?=(.?))/.exec(plain) ?? []
  if (before?.endsWith(',') || (before === '' && after?.trim()))
    return `is cut short, since # begins a comment; quote it: ${name}="…"`
  const [quote = ''] = /^["'`]/.exec(plain) ?? []
  return quote !== '' && !plain.slice(1).includes(quote) ? `begins with a ${quote} that nothing ends` : null
}

function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1)
  return quoted.startsWith('"') ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner
}
