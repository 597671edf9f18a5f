import { count } from '../digest/write/texts.ts'
import { reviveDeliveries } from '../outbox/backlog.ts'
import { type CliVerb, print } from './verb.ts'

export const retryVerb: CliVerb = (program, withApp) =>
  program
    .command('retry')
    .description('Send held and failed messages again, after checking that they did not arrive.')
    .argument('[ids...]')
    .action((ids: string[]) =>
      withApp(async ({ store }) => {
        const revived = await store.write((db) => reviveDeliveries(db, ids))
        const what = revived > 0 ? 'the running bot sends them' : '`paperboy doctor` lists what is held or failed'
        print(`${count(revived, 'message')} revived; ${what}.`)
      }),
    )
