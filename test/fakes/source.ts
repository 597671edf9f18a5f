import type { PaperSource, Sighting } from '../../src/core/paper.ts'

/** A source whose days a test fills, and which can be made to fail. */
export function fakeSource(
  name: string,
  sightings: Sighting[] = [],
): PaperSource & { sightings: Sighting[]; failure: string | null } {
  return {
    name,
    sightings,
    failure: null,
    async fetchPapers({ since, until }) {
      if (this.failure !== null) throw new Error(this.failure)
      return { sightings: this.sightings.filter(({ day }) => day >= since && day <= until), skipped: [] }
    },
  }
}
