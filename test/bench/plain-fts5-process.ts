import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

// The least an import can do: a process that starts, and puts the lines of a file into one FTS5 table.
const [file = '', database = ''] = process.argv.slice(2)
const db = new DatabaseSync(database)
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; create virtual table papers using fts5(title, abstract)')
const insert = db.prepare('insert into papers (title, abstract) values (?, ?)')
db.exec('begin immediate')
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const { title, abstract } = JSON.parse(line)
  insert.run(String(title), String(abstract))
}
db.exec('commit')
