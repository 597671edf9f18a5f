import { openStore } from '../../src/db/open.ts'

/** Writes rows `<name>-1`, `<name>-2` … one transaction each, and prints the number of each row once it is stored. */
const [url = '', name = '', rows = '0'] = process.argv.slice(2)
const store = await openStore(url)
for (let row = 1; row <= Number(rows); row++) {
  await store.write((db) =>
    db
      .insertInto('meta')
      .values({ key: `${name}-${row}`, value: 'x'.repeat(500) })
      .execute(),
  )
  process.stdout.write(`${row}\n`)
}
await store.close()
