import { z } from 'zod'
import type { ChannelView } from '../archive/session.ts'

/** Its message is for the assistant, and says what it can do instead. */
export class AssistantError extends Error {
  override name = 'AssistantError'
}

type Tool<I extends z.ZodRawShape, O extends z.ZodRawShape> = {
  name: string
  title: string
  description: string
  input: I
  output: O
  /** Throws `AssistantError`. */
  run(view: ChannelView, input: z.output<z.ZodObject<I>>): Promise<z.input<z.ZodObject<O>>>
}

/** What an assistant can ask: it sees what everybody in one channel may see. `run` gets an input that was checked. */
export const defineTool = <I extends z.ZodRawShape, O extends z.ZodRawShape>({
  input,
  output,
  run,
  ...named
}: Tool<I, O>) => ({
  ...named,
  inputSchema: z.object(input) as z.ZodObject,
  outputSchema: z.object(output) as z.ZodObject,
  run: (view: ChannelView, given: unknown): Promise<Record<string, unknown>> =>
    run(view, given as z.output<z.ZodObject<I>>),
})
