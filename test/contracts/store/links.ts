import { expect, it } from 'vitest'
import { type ChannelId, teamOf } from '../../../src/core/chat.ts'
import type { Store } from '../../../src/db/open.ts'
import { agreeToLink, insertLinkCode, teamsTogether, unlinkTeam } from '../../../src/voting/voter-groups.ts'
import type { OpenStore } from '../store.ts'

const [ONE, TWO, THREE, FOUR] = ['slack:T1/C1', 'slack:T2/C1', 'discord:3/1', 'discord:4/1'] as const

export function linksContract(open: OpenStore): void {
  const agree = (store: Store, codeHash: string, channel: ChannelId, now = 2) =>
    store.write((db) => agreeToLink({ db, dialect: store.dialect }, { codeHash, channel }, now))
  const together = async ({ db }: Store, channel: ChannelId) =>
    (await teamsTogether(db, teamOf(channel))).map(({ team }) => team).toSorted()
  const linked = async () => {
    const store = await open()
    await insertLinkCode(store.db, { codeHash: 'first', channel: ONE, expiresAt: 100 })
    expect(await agree(store, 'first', TWO)).toMatchObject({ kind: 'linked' })
    return store
  }

  it('links two teams by one code, which is good until it links, and never after', async () => {
    const store = await open()
    await insertLinkCode(store.db, { codeHash: 'code', channel: ONE, expiresAt: 100 })
    expect(await agree(store, 'code', ONE)).toEqual({ kind: 'refused' })
    expect(await agree(store, 'code', TWO)).toEqual({ kind: 'linked', agreed: [ONE, TWO] })
    expect(await together(store, ONE)).toEqual(['slack:T1', 'slack:T2'])
    expect(await agree(store, 'code', THREE)).toEqual({ kind: 'refused' })
    await insertLinkCode(store.db, { codeHash: 'late', channel: ONE, expiresAt: 100 })
    expect(await agree(store, 'late', THREE, 100)).toEqual({ kind: 'refused' })
  })

  it('links a third team only once each that would be linked has agreed, whichever made the code', async () => {
    const store = await linked()
    await insertLinkCode(store.db, { codeHash: 'code', channel: TWO, expiresAt: 100 })
    expect(await agree(store, 'code', THREE)).toEqual({ kind: 'waiting', missing: ['slack:T1'], isJoining: true })
    expect(await together(store, THREE)).toEqual(['discord:3'])
    // The code is for one team: who finds it meanwhile does not come along.
    expect(await agree(store, 'code', FOUR)).toEqual({ kind: 'refused' })
    expect(await agree(store, 'code', ONE)).toEqual({ kind: 'linked', agreed: [TWO, THREE, ONE] })
    expect(await together(store, ONE)).toEqual(['discord:3', 'slack:T1', 'slack:T2'])

    await insertLinkCode(store.db, { codeHash: 'other', channel: FOUR, expiresAt: 100 })
    expect(await agree(store, 'other', ONE)).toMatchObject({ kind: 'waiting' })
    expect(await agree(store, 'other', TWO)).toMatchObject({ kind: 'waiting', missing: ['discord:3'] })
    expect(await together(store, FOUR)).toEqual(['discord:4'])
  })

  it('waits for the team that joins when those of one side agree first', async () => {
    const store = await linked()
    await insertLinkCode(store.db, { codeHash: 'code', channel: TWO, expiresAt: 100 })
    expect(await agree(store, 'code', ONE)).toEqual({ kind: 'waiting', missing: [], isJoining: false })
    expect(await agree(store, 'code', THREE)).toMatchObject({ kind: 'linked' })
    expect(await together(store, TWO)).toEqual(['discord:3', 'slack:T1', 'slack:T2'])
    await unlinkTeam(store.db, 'slack:T2')
    expect(await together(store, TWO)).toEqual(['slack:T2'])
  })
}
