import type { Dialect } from '../db.ts'

/** What declares a column on each database, and what a row holds there. */
type Declared = { declared: Record<Dialect, string> }
type Column<Value> = Declared & { value: Value }

export const column = <Value>(type: string, rules: string, postgresType = type): Column<Value> => ({
  declared: { sqlite: `${type} ${rules}`, postgres: `${postgresType} ${rules}` },
  // For the compiler alone.
  value: undefined as Value,
})

/** The key of its table. */
export const key = <Value = string>() => column<Value>('text', 'primary key')
export const text = <Value = string>(rules = '') => column<Value>('text', `not null ${rules}`)
export const textOrNull = <Value = string>(rules = '') => column<Value | null>('text', rules)
/** Sorted by its bytes, for prefixes, days and locks; most PostgreSQL servers sort text by language. */
export const textByBytes = (rules = '') => column<string>('text', `not null ${rules}`, 'text collate "C"')
export const integer = <Value = number>(rules = '') => column<Value>('integer', `not null ${rules}`)
export const integerOrNull = () => column<number | null>('integer', '')
export const bigint = <Value = number>(rules = '') => column<Value>('bigint', `not null ${rules}`)
export const bigintOrNull = () => column<number | null>('bigint', '')

type Columns = Record<string, Declared>

type Table<Of extends Columns = Columns> = { columns: Of; constraints: string }

export const table = <Of extends Columns>(columns: Of): Table<Of> => ({ columns, constraints: '' })

/** The same, with keys of several columns. */
export const tableWith = <Of extends Columns>(constraints: string, columns: Of): Table<Of> => ({ columns, constraints })

export type RowOf<Of extends Table> = {
  [Name in keyof Of['columns']]: Of['columns'][Name] extends Column<infer Value> ? Value : never
}

export function createTable(name: string, { columns, constraints }: Table, dialect: Dialect): string {
  const declared = Object.entries(columns).map(([column, { declared }]) => `${column} ${declared[dialect]}`)
  return `create table ${name} (${[...declared, constraints].filter(Boolean).join(', ')})`
}
