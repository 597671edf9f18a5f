import { z } from 'zod'
import type { ChannelView } from '../archive/session.ts'

/** Its message is for the assistant, and says what it can do instead. */
export class AssistantError extends Error {
  override name = 'AssistantError'
}

type ToolDefinition<I extends z.ZodRawShape, O extends z.ZodRawShape> = {
  name: string
  title: string
  description: string
  input: I
  output: O
  /** Throws `AssistantError`. */
  run(session: ChannelView, input: z.output<z.ZodObject<I>>): Promise<z.input<z.ZodObject<O>>>
}

/** What an assistant can ask: it sees what everybody in one channel may see. */
export type Tool = {
  name: string
  title: string
  description: string
  inputSchema: z.ZodObject
  outputSchema: z.ZodObject
  /** The input is checked already. */
  run(session: ChannelView, input: unknown): Promise<Record<string, unknown>>
}

export const defineTool = <I extends z.ZodRawShape, O extends z.ZodRawShape>({
  input,
  output,
  run,
  ...named
}: ToolDefinition<I, O>): Tool => ({
  ...named,
  inputSchema: z.object(input),
  outputSchema: z.object(output),
  run: (session, given) => run(session, given as z.output<z.ZodObject<I>>),
})
