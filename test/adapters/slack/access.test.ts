import { afterEach, beforeEach, expect, it } from 'vitest'
import { OutageError, type PersonId } from '../../../src/core/chat.ts'
import type { Fault } from '../../fakes/slack/server.ts'
import { silentHandlers } from '../silent.ts'
import { openAdaptedSlack } from './adapted.ts'

let slack: Awaited<ReturnType<typeof openAdaptedSlack>>
beforeEach(async () => {
  slack = await openAdaptedSlack()
  await slack.adapter.start(silentHandlers)
})
afterEach(() => slack.close())

const accessOf = (user: string) => slack.adapter.access(slack.channel, `slack:T1/${user}` as PersonId)
const channel = () => slack.slack.workspace.channels[0] ?? expect.fail()

const admin = { isAdmin: true, isFull: true, roles: [], zone: 'Europe/Berlin' }
const member = { ...admin, isAdmin: false, zone: null }
const guest = { ...member, isFull: false }

it('knows admins, full members and guests apart, and bots not at all', async () => {
  expect(await accessOf('U1')).toEqual(admin)
  expect(await accessOf('U2')).toEqual(member)
  expect(await accessOf('UGUEST')).toEqual(guest)
  expect(await accessOf('UBOT')).toBeNull()
  expect(await slack.adapter.access('slack:T9/C1', 'slack:T9/U1')).toBeNull()
})

it('takes an admin of a connected workspace for a guest', async () => {
  slack.slack.workspace.users.push({ id: 'UFAR', team_id: 'T9', is_admin: true })
  expect(await accessOf('UFAR')).toBeNull()
  channel().users.push('UFAR')
  expect(await accessOf('UFAR')).toEqual(guest)
})

it('closes a public channel to a guest who is removed from it, at once where Slack says so', async () => {
  expect(await accessOf('UGUEST')).toEqual(guest)
  channel().users = ['U1']
  await slack.event({ type: 'member_left_channel', user: 'UGUEST', channel: 'C1', channel_type: 'C', team: 'T1' })
  expect(await accessOf('UGUEST')).toBeNull()
  expect(await accessOf('U2')).toEqual(member)
})

it('lets in whoever was invited just now', async () => {
  channel().isPrivate = true
  channel().users = []
  expect(await accessOf('U2')).toBeNull()
  channel().users = ['U2']
  expect(await accessOf('U2')).toEqual(member)
})

it('knows nobody whom Slack does not know', async () => {
  expect(await accessOf('UNOBODY')).toBeNull()
})

it.each<[string, Fault]>([
  ['it answers 503', { kind: 'status', status: 503, done: false }],
  ['it asks to wait', { kind: 'limited', retryAfter: '30' }],
  ['the connection breaks', { kind: 'drop', done: false }],
  ['it fails inside', { kind: 'error', error: 'internal_error' }],
])('says that Slack is out when %s', async (_, fault) => {
  slack.slack.failNext('users.info', fault)
  await expect(accessOf('U2')).rejects.toBeInstanceOf(OutageError)
})

it.each(['missing_scope', 'account_inactive', 'invalid_auth'])('calls %s no outage', async (error) => {
  slack.slack.failNext('users.info', { kind: 'error', error })
  await expect(accessOf('U2')).rejects.not.toBeInstanceOf(OutageError)
})
