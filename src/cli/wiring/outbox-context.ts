import { processOwner } from '../../db/process-owner.ts'
import { pauseChannel } from '../../ops/lifecycle.ts'
import type { OutboxContext } from '../../outbox/outbox.ts'
import type { App } from './open-app.ts'

type SendContext = Pick<App, 'store' | 'log' | 'adapters' | 'allowances' | 'timeouts' | 'alertChannel'>

export const outboxContext = (app: SendContext): OutboxContext => ({
  ...app,
  owner: processOwner,
  now: app.store.now,
  onChannelRefused: (channel, reason) => pauseChannel(app, channel, reason),
})
