import { readNamedPaper } from '../core/identifiers/paper-id.ts'
import { linksOf, type Paper, type PaperId, type Sighting } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { recordAliases } from './aliases.ts'

/**
 * A paper stays who it was when it was stored by the address of its page, though today's readers see an identifier in
 * that address, or parameters that say nothing. As a new paper it would be posted once more.
 */
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
