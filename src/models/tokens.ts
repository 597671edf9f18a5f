/** Four characters are about a token. */
const CHARACTERS = 4

/** Tokens of a text on the bill: a server’s count where it can be true, from 0 to `most`, else an estimate. */
export function countTokens(counted: unknown, characters: number, most: number): number {
  const isCount = typeof counted === 'number' && Number.isInteger(counted) && counted >= 0
  return Math.min(most, isCount ? counted : Math.ceil(characters / CHARACTERS))
}

/** No tokenizer makes more tokens than bytes; names, schema and marks of the request count as sent. */
export const mostTokensIn = (request: object): number => Buffer.byteLength(JSON.stringify(request))
