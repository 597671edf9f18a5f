import { listChannels } from '../channels/channels.ts'
import { describeUnknown, resolvePaper } from '../commands/reading/find-paper.ts'
import { explain } from '../library/why.ts'
import { type CliVerb, print, resolveChannel } from './verb.ts'

export const whyVerb: CliVerb = (program, withApp) => {
  program
    .command('why')
    .description('why a paper was posted, or not')
    .argument('<paper>', 'a title, a link or an identifier')
    .option('--channel <channel>', 'an id or a unique name')
    .action((text: string, { channel }: { channel?: string }) =>
      withApp({ quiet: true, prompt: false }, async (app) => {
        const only = channel === undefined ? null : resolveChannel(await listChannels(app.store.db), channel).id
        const paper = await resolvePaper(app, text, null)
        if (!paper) throw new Error(describeUnknown(text))
        for (const line of await explain(app.store, paper, only)) print(line)
        return 0
      }),
    )
}
