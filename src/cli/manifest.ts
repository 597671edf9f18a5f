import type { Setup } from '../core/setup.ts'
import { parseUrl } from './arguments.ts'
import type { Config } from './settings/config.ts'
import { type CliVerb, print } from './verb.ts'

/** `paperboy manifest slack` prints, and only prints: it opens no database and needs no settings. */
export const manifestVerb =
  (setups: Setup[], readConfig: () => Config): CliVerb =>
  (program) => {
    const read = () => {
      const { platforms, PAPERBOY_URL } = readConfig()
      return { settings: platforms, publicUrl: PAPERBOY_URL ?? null }
    }
    const manifest = program.command('manifest').description('Print what Slack or Discord asks for at set-up.')
    for (const { platform, manifest: described } of setups)
      if (described)
        manifest
          .command(platform)
          .option('--url <url>', 'the public address, for events over HTTP', parseUrl)
          .action(async ({ url }: { url?: string }) => print(await described.render(url ?? null, read)))
  }
