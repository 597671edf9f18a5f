import { describeError, remedyFor } from '../../core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import { postgresRemedies } from '../../db/postgres.ts'
import { describeServer, tryToWrite } from '../../db/probe.ts'
import { sqliteRemedies } from '../../db/sqlite.ts'
import { count } from '../../digest/write/texts.ts'
import { describeLowDisk } from '../../ops/watch/disk.ts'
import { corpusSize } from '../../papers/papers.ts'
import { HISTORY_MONTHS } from '../../sources/collecting/history.ts'
import { readMonths } from '../../sources/collecting/source-health.ts'
import type { App } from '../wiring/open-app.ts'

type Stored = Pick<App, 'store'>

export async function examineDatabase({ store }: Stored): Promise<Finding[]> {
  const { papers, since } = await corpusSize(store.db)
  const size = `${count(papers, 'paper')}${since ? ` since ${since}` : ''}`
  const open = fine(`The database ${store.place} is open: ${size}. ${await describeServer(store)}.`)
  return [open, ...(await examineWriting(store)), ...(await examineDisk(store))]
}

async function examineWriting(store: App['store']): Promise<Finding[]> {
  try {
    await tryToWrite(store)
    return []
  } catch (error) {
    const remedies = store.dialect === 'postgres' ? postgresRemedies : sqliteRemedies
    const remedy = remedyFor(error, remedies) ?? 'Its user needs the right to create and change tables.'
    return [broken(`The database ${store.place} cannot be written to: ${describeError(error)}.`, remedy)]
  }
}

async function examineDisk(store: App['store']): Promise<Finding[]> {
  const problem = await describeLowDisk(store)
  return problem === null ? [] : [odd(`The disk is almost full: ${problem}.`, 'Free some space, or move the database.')]
}

export async function examineHistory({ store }: Stored): Promise<Finding[]> {
  const read = (await readMonths(store.db, 'huggingface')).size
  const past = `${read} of the last ${HISTORY_MONTHS} months of Daily Papers can be searched`
  if (read >= HISTORY_MONTHS) return [fine(`${past}.`)]
  return [odd(`${past}; the running bot reads the others in the background.`)]
}
