import { expect, it } from 'vitest'
import {
  findFeedKey,
  listFeedKeys,
  ownFeedKey,
  recordFeedRead,
  withdrawFeedKey,
} from '../../../src/access/feed-keys.ts'
import type { OpenStore } from '../store.ts'

const CHANNEL = 'slack:T1/C1'
const ADA = 'slack:T1/U1'
const BEN = 'slack:T1/U2'
const HOUR = 3_600_000

export function feedKeysContract(open: OpenStore): void {
  it('gives a person one key in a channel, also when two ask at once, and a new one after it was withdrawn', async () => {
    const { db } = await open()
    const [one, two] = await Promise.all([ownFeedKey(db, CHANNEL, ADA, 1), ownFeedKey(db, CHANNEL, ADA, 1)])
    expect(two).toBe(one)
    expect(await ownFeedKey(db, CHANNEL, BEN, 2)).not.toBe(one)
    await withdrawFeedKey(db, one)
    expect(await findFeedKey(db, one)).toBeNull()
    expect(await ownFeedKey(db, CHANNEL, ADA, 3)).not.toBe(one)
  })

  it('knows when each was last used, to within an hour', async () => {
    const { db } = await open()
    const id = await ownFeedKey(db, CHANNEL, ADA, 1)
    const read = async (at: number) => {
      const key = await findFeedKey(db, id)
      if (key) await recordFeedRead(db, key, at)
      return (await findFeedKey(db, id))?.readAt
    }
    expect(await read(5)).toBe(5)
    expect(await read(HOUR)).toBe(5)
    expect(await read(HOUR + 5)).toBe(HOUR + 5)
  })

  it('lists those of a channel, and of a person wherever they are', async () => {
    const { db } = await open()
    await ownFeedKey(db, CHANNEL, ADA, 1)
    await ownFeedKey(db, CHANNEL, BEN, 2)
    await ownFeedKey(db, 'slack:T1/C2', ADA, 3)
    await ownFeedKey(db, 'slack:T1/C2', BEN, 4)
    expect((await listFeedKeys(db, CHANNEL, ADA)).map(({ createdAt }) => createdAt)).toEqual([1, 2, 3])
  })
}
