import { processOwner } from '../../db/process-owner.ts'
import { pauseChannel } from '../../ops/pause-channel.ts'
import type { OutboxContext } from '../../outbox/outbox.ts'
import type { AlertContext, BaseContext, PlatformContext } from './app.ts'

type Needed = Pick<BaseContext, 'store' | 'log'> & PlatformContext & AlertContext

/** What the outbox needs of the app. */
export const outboxContext = ({ store, adapters, log, allowances, timeouts, alertChannel }: Needed): OutboxContext => ({
  store,
  adapters,
  log,
  allowances,
  timeouts,
  owner: processOwner,
  now: store.now,
  onChannelRefused: (channel, reason) => pauseChannel({ store, log, alertChannel }, channel, reason),
})
