import { expect, it } from 'vitest'
import { createInstallations, resealInstallations } from '../../../src/access/installations.ts'
import { createSealer } from '../../../src/access/sealed-secrets.ts'
import type { Store } from '../../../src/db/open.ts'
import { deleteExpired } from '../../../src/privacy/retention.ts'
import type { OpenStore } from '../store.ts'

const sealer = createSealer('a secret of some length')
const grants = (store: Store, now = store.now) => createInstallations({ db: store.db, now }, sealer)
const states = (store: Store) => store.db.selectFrom('install_states').selectAll().execute()
const MINUTE = 60_000

export function installationsContract(open: OpenStore): void {
  it('keeps what a team granted, and nobody reads it in the database', async () => {
    const store = await open()
    const kept = grants(store)
    await kept.save('slack:T1', 'xoxb-one')
    await kept.save('slack:T1', 'xoxb-two')
    expect([await kept.find('slack:T1'), await kept.find('slack:T2'), await kept.teams()]).toEqual([
      'xoxb-two',
      null,
      ['slack:T1'],
    ])
    expect(JSON.stringify(await store.db.selectFrom('installations').selectAll().execute())).not.toContain('xoxb')
  })

  it('says which secret is missing when it was changed', async () => {
    const store = await open()
    await grants(store).save('slack:T1', 'xoxb-one')
    const changed = createInstallations(store, createSealer('another secret of some length'))
    await expect(changed.find('slack:T1')).rejects.toThrow('encrypted with another PAPERBOY_SECRET')
  })

  it('seals tokens anew when the secret was exchanged, and then opens them without the old one', async () => {
    const store = await open()
    await grants(store).save('slack:T1', 'xoxb-one')
    const rotated = createSealer('another secret of some length', 'a secret of some length')
    expect(await createInstallations(store, rotated).find('slack:T1')).toBe('xoxb-one')
    await store.db.insertInto('installations').values({ team: 'slack:T2', sealed: 'x', granted_at: 1 }).execute()
    expect(await resealInstallations(store.db, rotated)).toEqual({ resealed: 1, lost: ['slack:T2'] })
    expect(await resealInstallations(store.db, rotated)).toEqual({ resealed: 0, lost: ['slack:T2'] })
    const after = createInstallations(store, createSealer('another secret of some length'))
    expect(await after.find('slack:T1')).toBe('xoxb-one')
  })

  it('opens for no other team what was kept for one', async () => {
    const store = await open()
    await grants(store).save('slack:T1', 'xoxb-one')
    await store.db.updateTable('installations').set({ team: 'slack:T2' }).execute()
    await expect(grants(store).find('slack:T2')).rejects.toThrow('slack:T2')
  })

  it('replaces a grant once, however many processes want to', async () => {
    const processes = await Promise.all([open(), open(), open()])
    const [first] = processes
    if (first) await grants(first).save('slack:T1', '0')
    let renewals = 0
    const renewed = processes.map((store) =>
      grants(store).renew('slack:T1', async (grant) => {
        if (grant !== '0') return grant
        renewals += 1
        return '1'
      }),
    )
    expect([await Promise.all(renewed), renewals]).toEqual([['1', '1', '1'], 1])
  })

  it('keeps the old grant when it could not be replaced', async () => {
    const kept = grants(await open())
    await kept.save('slack:T1', 'old')
    await expect(
      kept.renew('slack:T1', async () => {
        throw new Error('Slack is away.')
      }),
    ).rejects.toThrow('Slack is away.')
    expect(await kept.renew('slack:T1', async (grant) => `${grant}, then new`)).toBe('old, then new')
  })

  it('deletes a grant at once, unless it was granted anew meanwhile', async () => {
    const store = await open()
    let now = 1_000
    const kept = grants(store, () => now)
    await kept.save('slack:T1', 'first')
    now = 3_000
    await kept.save('slack:T1', 'second')
    expect(await kept.remove('slack:T1', 2_000)).toBe(false)
    expect(await kept.remove('slack:T1', 4_000)).toBe(true)
    expect(await kept.find('slack:T1')).toBeNull()
  })

  it('takes a state once, and only for ten minutes', async () => {
    const store = await open()
    let now = 0
    const kept = grants(store, () => now)
    const [used, late] = [kept.issueState(), kept.issueState()]
    expect(await states(store)).toEqual([])
    expect((await Promise.all([used, used, `${used}=`, 'forged', ''].map(kept.takeState))).toSorted()).toEqual([
      'good',
      ...Array(4).fill('unknown'),
    ])
    now = 11 * MINUTE
    expect([await kept.takeState(late), await kept.takeState(used)]).toEqual(['expired', 'expired'])
    expect(await kept.takeState(kept.issueState())).toBe('good')
    await deleteExpired(store.db, now)
    expect(await states(store)).toHaveLength(1)
  })
}
