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

it('knows the admins, lets full members manage, and guests only look', async () => {
  expect(await accessOf('U1')).toBe('admin')
  expect(await accessOf('U2')).toBe('manage')
  expect(await accessOf('UGUEST')).toBe('member')
  expect(await accessOf('UBOT')).toBe('none')
  expect(await slack.adapter.access('slack:T9/C1', 'slack:T9/U1')).toBe('none')
})

it('closes a public channel to a guest who is removed from it, at once where Slack says so', async () => {
  expect(await accessOf('UGUEST')).toBe('member')
  channel().users = ['U1']
  await slack.event({ type: 'member_left_channel', user: 'UGUEST', channel: 'C1', channel_type: 'C', team: 'T1' })
  expect(await accessOf('UGUEST')).toBe('none')
  expect(await accessOf('U2')).toBe('manage')
})

it('lets in whoever was invited just now', async () => {
  channel().isPrivate = true
  channel().users = []
  expect(await accessOf('U2')).toBe('none')
  channel().users = ['U2']
  expect(await accessOf('U2')).toBe('manage')
})

it('knows nobody whom Slack does not know', async () => {
  expect(await accessOf('UNOBODY')).toBe('none')
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
