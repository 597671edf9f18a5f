import { type CliVerb, print } from './verb.ts'

/** What to paste where a platform asks what the bot is; `url`: its public address, null when it has none. */
export type Manifests = Record<string, (url: string | null) => Promise<string>>

/** `paperboy manifest slack` prints, and only prints: it opens no database and needs no settings. */
export const manifestVerb =
  (manifests: Manifests): CliVerb =>
  (program) => {
    const manifest = program.command('manifest').description('prints what a platform asks for at set-up')
    for (const [platform, render] of Object.entries(manifests))
      manifest
        .command(platform)
        .option('--url <url>', 'the public address, for events over HTTP')
        .action(async ({ url }: { url?: string }) => print(await render(url ?? null)))
  }
