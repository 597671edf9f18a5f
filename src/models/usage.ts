import type { Db } from '../db/db.ts'

export type ModelUsage = { day: string; model: string; calls: number; promptTokens: number; completionTokens: number }

export async function recordUsage(db: Db, usage: ModelUsage): Promise<void> {
  const { day, model, calls, promptTokens, completionTokens } = usage
  await db
    .insertInto('model_usage')
    .values({ day, model, calls, prompt_tokens: promptTokens, completion_tokens: completionTokens })
    .onConflict((conflict) =>
      conflict.columns(['day', 'model']).doUpdateSet((eb) => ({
        calls: eb('model_usage.calls', '+', calls),
        prompt_tokens: eb('model_usage.prompt_tokens', '+', promptTokens),
        completion_tokens: eb('model_usage.completion_tokens', '+', completionTokens),
      })),
    )
    .execute()
}

/** What models were used for from `since` on, a row a day and model, newest day first. */
export const modelUsage = (db: Db, since: string): Promise<ModelUsage[]> =>
  db
    .selectFrom('model_usage')
    .select(['day', 'model', 'calls', 'prompt_tokens as promptTokens', 'completion_tokens as completionTokens'])
    .where('day', '>=', since)
    .orderBy('day', 'desc')
    .orderBy('model')
    .execute()

/** Tokens of all models on that day. */
export async function tokensUsed(db: Db, day: string): Promise<number> {
  const usage = (await modelUsage(db, day)).filter((one) => one.day === day)
  return usage.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0)
}
