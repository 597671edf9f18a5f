export type Lexeme =
  | { is: 'or' | 'not' | 'open' | 'close' }
  | { is: 'term'; field: string | null; text: string; quoted: boolean; prefix: boolean }

/** Every text has lexemes: an open quotation mark or bracket ends where the text ends. */
export function lex(text: string): Lexeme[] {
  return [...text.matchAll(LEXEME)].flatMap(({ groups = {} }): Lexeme[] => {
    const { open, close, or, and, not, field, quoted, bare = '' } = groups
    if (open) return [{ is: 'open' }]
    if (close) return [{ is: 'close' }]
    if (or) return [{ is: 'or' }]
    if (and) return []
    if (not) return [{ is: 'not' }]
    const prefix = quoted === undefined && /[\p{L}\p{N}]\*+$/u.test(bare)
    const name = field?.slice(0, -1).toLowerCase() ?? null
    return [{ is: 'term', field: name, text: quoted ?? bare, quoted: quoted !== undefined, prefix }]
  })
}

/** An `OR` or `NOT` that joins nothing: a search goes on without it. */
export function missingOperand(text: string): 'OR' | 'NOT' | null {
  const all = lex(text)
  const isOperand = (at: number) => all[at] !== undefined && all[at].is !== 'or' && all[at].is !== 'close'
  const follows = (at: number) => all[at - 1]?.is === 'term' || all[at - 1]?.is === 'close'
  for (const [at, { is }] of all.entries()) {
    if (is === 'or' && !(follows(at) && isOperand(at + 1))) return 'OR'
    if (is === 'not' && !isOperand(at + 1)) return 'NOT'
  }
  return null
}

// `-` negates at the beginning of a word only: `state-of-the-art` is one, and `-20` is a number. A field is letters, a
// colon and no space; `https://` is none.
const LEXEME = new RegExp(
  [
    /(?<open>\()|(?<close>\))/,
    /(?<or>\||(?<![^\s)])OR(?=[\s(]|$))|(?<and>(?<![^\s)])AND(?=[\s(]|$))/,
    /(?<not>(?<![^\s)])NOT(?=[\s(]|$)|(?<![^\s(])[-–−](?=[^\s)-])(?!\d+(?![\p{L}\d])))/u,
    /(?<field>[a-zA-Z]{2,20}:(?=[^\s)/]))?(?:["“”„«](?<quoted>[^"“”„»]*)["“”»]?|(?<bare>[^\s()"“”„«»|]+))/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)
