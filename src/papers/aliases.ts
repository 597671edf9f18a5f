import { readNamedPaper, sourceIdOf } from '../core/identifiers/paper-id.ts'
import { linksOf, type Paper, type PaperId, type Sighting } from '../core/paper.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

const ROWS_AT_ONCE = 1_000

/** Another identifier under which a paper is met: the address of its page, of its PDF, of its project. */
export type Alias = { id: PaperId; paper: PaperId }

/** What its own links say a paper is known as. The front page of a site is nobody's. */
export function aliasesOf({ id: paper, links }: Pick<Paper, 'id' | 'links'>): Alias[] {
  return [links.abstract, links.pdf, links.project].flatMap((link) => {
    const id = link !== null && URL.parse(link)?.pathname !== '/' ? sourceIdOf(link) : null
    return id === null || id === paper ? [] : [{ id, paper }]
  })
}

/** Whoever came first keeps it. */
export async function recordAliases(db: Db, aliases: Alias[]): Promise<void> {
  const rows = aliases.map(({ id, paper }) => ({ id, paper_id: paper }))
  for (const some of chunksOf(rows, ROWS_AT_ONCE)) await insertMissing(db, 'aliases', some)
}

/** A paper that was stored by its address stays that, whatever is read in the address now: it would be posted again. */
export async function keepStoredIds(db: Db, sightings: Sighting[]): Promise<Sighting[]> {
  const addresses = new Map(sightings.map(({ paper }) => [paper.id, addressesOf(paper)]))
  const asked = [...addresses.values()].flat()
  if (asked.length === 0) return sightings
  const ids = [...addresses.keys(), ...asked]
  const rows = await db.selectFrom('papers').select('id').where('id', 'in', ids).execute()
  const stored = new Set(rows.map(({ id }) => id))
  const known = [...addresses].flatMap(([id, links]) => {
    const paper = stored.has(id) ? undefined : links.find((link) => stored.has(link))
    return paper ? [{ id, paper }] : []
  })
  await recordAliases(db, known)
  const paperOf = new Map(known.map(({ id, paper }) => [id, paper]))
  return sightings.map((sighting) => {
    const id = paperOf.get(sighting.paper.id)
    return id ? { ...sighting, paper: { ...sighting.paper, id } } : sighting
  })
}

/** Without its tracking parameters, and as it was written; none where it follows from the identifier. */
function addressesOf({ id, links }: Paper): PaperId[] {
  if (links.abstract === linksOf(id).abstract) return []
  const written: PaperId = `url:${links.abstract.replace(/^http:/, 'https:').replace(/\/*(?:#.*)?$/, '')}`
  const addresses = [readNamedPaper(links.abstract)?.link ?? written, written]
  return [...new Set(addresses)].filter((address) => address !== id)
}
