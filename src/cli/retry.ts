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
        if (revived === 0 && ids.length > 0)
          throw new Error('No message of that id is held or failed; `paperboy doctor` lists those that are.')
        print(
          revived === 0
            ? 'Nothing is held or failed.'
            : `${count(revived, 'message')} revived; the running bot sends them.`,
        )
      }),
    )
