import { afterEach, beforeEach, describe } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { changesContract } from './store/changes.ts'
import { channelsContract } from './store/channels.ts'
import { claimsContract } from './store/claims.ts'
import { deliveriesContract } from './store/deliveries.ts'
import { digestsContract } from './store/digests.ts'
import { exportContract } from './store/export.ts'
import { feedKeysContract } from './store/feed-keys.ts'
import { followsContract } from './store/follows.ts'
import { forgottenContract } from './store/forget-person.ts'
import { forgetContract } from './store/forget-team.ts'
import { installationsContract } from './store/installations.ts'
import { leadContract } from './store/leadership.ts'
import { linksContract } from './store/links.ts'
import { listingsContract } from './store/listings.ts'
import { notesContract } from './store/notes.ts'
import { papersContract } from './store/papers.ts'
import { meantContract } from './store/resolve-ids.ts'
import { retentionContract } from './store/retention.ts'
import { schemaContract } from './store/schema.ts'
import { sourcesContract } from './store/sources.ts'
import { summaryReportsContract } from './store/summary-reports.ts'
import { votesContract } from './store/votes.ts'

/** One more connection to the database of the running test, as another process would have. It is closed after the test. */
export type OpenStore = () => Promise<Store>

/** What every database must do. `createDatabase` returns the address of a new, empty one. */
export function storeContract(createDatabase: () => Promise<string>): void {
  const stores: Store[] = []
  let url = ''
  const open: OpenStore = async () => {
    const store = await openStore(url)
    stores.push(store)
    return store
  }
  beforeEach(async () => {
    url = await createDatabase()
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
  })
  describe('schema', () => schemaContract(open))
  describe('papers', () => papersContract(open))
  describe('meant papers', () => meantContract(open))
  describe('sources', () => sourcesContract(open))
  describe('channels', () => channelsContract(open))
  describe('digests', () => digestsContract(open))
  describe('deliveries', () => deliveriesContract(open))
  describe('claims', () => claimsContract(open))
  describe('export', () => exportContract(open))
  describe('lead', () => leadContract(open))
  describe('installations', () => installationsContract(open))
  describe('forgetting', () => forgetContract(open))
  describe('links', () => linksContract(open))
  describe('listings', () => listingsContract(open))
  describe('votes', () => votesContract(open))
  describe('what is kept', () => retentionContract(open))
  describe('feed keys', () => feedKeysContract(open))
  describe('follows', () => followsContract(open))
  describe('what changes later', () => changesContract(open))
  describe('forgotten', () => forgottenContract(open))
  describe('notes', () => notesContract(open))
  describe('reports of summaries', () => summaryReportsContract(open))
}
