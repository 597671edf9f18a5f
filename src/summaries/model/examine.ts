import { describeError } from '../../core/error-words.ts'
import { broken, type Finding, fine } from '../../core/finding.ts'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { modelRemedy } from '../../models/remedies.ts'
import type { ModelServer } from '../../models/server.ts'
import { recordUsage } from '../../models/usage.ts'
import { createComplete } from './complete.ts'
import { messagesFor, SAMPLE_PAPER } from './prompt.ts'
import { parseReply } from './reply.ts'

const MEANWHILE = 'Until then summaries are sentences of the abstract.'

/** Asks the model for one small summary, as digests do. */
export async function examineModel(
  { server, language, store }: { server: ModelServer; language: string; store: Store },
  signal: AbortSignal,
): Promise<Finding[]> {
  const name = `OPENAI_MODEL=${server.model}`
  try {
    const { content, flaw, tokens } = await createComplete(server)(messagesFor(SAMPLE_PAPER, language), signal)
    const usage = { model: server.model, calls: 1, promptTokens: tokens.prompt, completionTokens: tokens.completion }
    await recordUsage(store.db, { day: localDate('UTC', store.now()), ...usage })
    const summary = parseReply(content)
    if (typeof summary !== 'string') return [fine(`${name} writes summaries.`)]
    return [
      broken(
        `${name} answers, but with no summary: ${flaw ?? summary}.`,
        `Choose one that keeps to JSON. ${MEANWHILE}`,
      ),
    ]
  } catch (error) {
    return [broken(`${name}: ${describeError(error)}.`, `${await modelRemedy(error, server)} ${MEANWHILE}`)]
  }
}
