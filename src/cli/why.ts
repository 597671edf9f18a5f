import { listChannels } from '../channels/channels.ts'
import { explain } from '../library/why.ts'
import { requirePaper, resolveChannel } from './arguments.ts'
import { type CliVerb, print } from './verb.ts'

export const whyVerb: CliVerb = (program, withApp) =>
  program
    .command('why')
    .description('Say why a paper was posted, or not.')
    .argument('<paper>', 'a title, a link or an identifier')
    .option('--channel <channel>', 'an id or a unique name')
    .action((text: string, { channel }: { channel?: string }) =>
      withApp(async (app) => {
        const only = channel === undefined ? null : resolveChannel(await listChannels(app.store.db), channel).id
        for (const line of await explain(app.store, await requirePaper(app, text), only, app.defaults.timezone))
          print(line)
      }),
    )
