import { createArchiveLinks, createLetterLinks } from '../../access/reader-links.ts'
import { createSigner } from '../../access/signed-links.ts'
import type { Setup } from '../../core/setup.ts'
import type { Config } from '../settings/config.ts'

/** The links that Paperboy signs: in letters where mail is set up, to the archive where it is on. */
export function openLinks(config: Config, setups: Setup[]) {
  const { PAPERBOY_SECRET, PAPERBOY_URL, PAPERBOY_WEB, PAPERBOY_MCP, PORT } = config
  if (PAPERBOY_SECRET === undefined) return { signer: null, letters: null, archive: null }
  const signer = createSigner(...PAPERBOY_SECRET)
  const readerAt = setups.find(({ traits }) => traits.readerAt)?.traits.readerAt ?? null
  return {
    signer,
    letters: PAPERBOY_URL && readerAt ? createLetterLinks(signer, PAPERBOY_URL, Date.now, readerAt) : null,
    archive:
      PAPERBOY_WEB && PORT && PAPERBOY_URL ? createArchiveLinks(signer, PAPERBOY_URL, Date.now, PAPERBOY_MCP) : null,
  }
}
