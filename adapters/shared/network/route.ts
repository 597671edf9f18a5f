import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import { attempt } from '../../../src/core/attempt.ts'
import type { ChatHandlers } from '../../../src/core/chat.ts'
import type { Message } from '../../../src/core/message.ts'
import { readBody } from '../../../src/core/network/read-body.ts'
import type { Route } from '../../../src/core/setup.ts'
import { apology } from '../errors.ts'

const MOST_BYTES = 1_000_000

export type RouteConfig<Asked> = {
  /** How the platform writes a body; as JSON unless more is said. */
  read?(body: string): unknown
  shape: z.ZodType<Asked>
  /** Whether it comes from the platform: by a secret in it, or by a signature of the body. */
  isGenuine(asked: Asked, body: string, headers: IncomingHttpHeaders): boolean
  /** Null: not started yet. */
  core(): ChatHandlers | null
  answer(asked: Asked, core: ChatHandlers): Promise<object>
  /** The answer when the other failed. */
  apologize(message: Message): object
}

/** Answers what a platform sends over HTTP. Nothing is done before the request has shown where it comes from. */
export const createRoute =
  <Asked>({ read = JSON.parse, shape, isGenuine, core, answer, apologize }: RouteConfig<Asked>): Route =>
  async (request, response) => {
    const refuse = (status: number, why: string): string => {
      response.writeHead(status).end()
      return why
    }
    const body = await readBody(request, MOST_BYTES).then(String, () => '')
    const { data: asked } = shape.safeParse(attempt(() => read(body)))
    if (asked === undefined) return refuse(400, 'not a request that is known')
    if (!isGenuine(asked, body, request.headers)) return refuse(401, 'the secret is wrong')
    const handlers = core()
    if (handlers === null) return refuse(503, 'not started yet')
    const answered = await answer(asked, handlers).catch((error: unknown) => apologize(apology(error)))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered))
    return null
  }
