import { either } from '../../patterns.ts'
import { capitalized } from './clean-sentence.ts'
import { makes, shows, study } from './cues.ts'
import { baseOf, singularOf } from './verb-forms.ts'

const solving = either(/address|tackl|overcom|solv|mitigat|bridg|fill|clos|meet|alleviat|remed|resolv/)
const doing = '(?:\\w+ly )?(\\w+ing):? '
/** “We address this challenge by proposing”, “We present a novel approach by reading” */
const weByDoing = new RegExp(
  `^(?:We (?:begin|start) by |(?:We|This (?:paper|work)) ${solving}(?:e?s?|y) ` +
    '(?:this|these|the|such|that|both|it)\\b[^,.;:\\d]{0,90}? ' +
    `(?:by|through|via) |We ${makes}e? an? (?:[\\w-]+ ){0,3}` +
    `(?:approach|method|framework|way|strategy|paradigm) (?:by|of) )${doing}`,
)
/** “Tidemark addresses this by reading” */
const thisByDoing = new RegExp(
  `(?<=^(?:[A-Z][\\w.-]*|(?:Our|The) [a-z-]+|It) )${solving}(?:e?s|ies) ` +
    `(?:this|these|those|such)\\b[^,.;:\\d]{0,60}? (?:by|through|via) ${doing}`,
)
/** “Tidemark, a novel solution by reading” */
const thingByDoing = new RegExp(`, an? (?:[\\w-]+ ){0,2}(?:solution|approach|method|framework) by ${doing}`)
/** “Our framework, Tidemark, reads” */
const apposed = /^(?:Our|The) (?:[\w-]+ ){0,4}[\w-]+, ([A-Z][\w.+-]*),(?= [a-z])/
/** “Experiments on A and B show that Tidemark wins” as “On A and B, Tidemark wins”. */
const evidence = new RegExp(
  `^(?:[\\w()-]+ ){0,5}?${study} ` +
    '(?:conducted |performed )?(on|across|over) (?=[^;:]*[A-Z\\d])((?:(?!\\bwe\\b)[^;:]){3,70}?),? ' +
    `(?:(?:further|also|clearly|consistently) )?(?:${shows}|suggest|verif)(?:e?s|e|ies|y)? that (?!\\()`,
  'i',
)

/** The sentence without the way round that it takes to what it says. */
export const restate = (sentence: string): string =>
  sentence
    .replace(
      weByDoing,
      withVerb((verb) => `We ${verb} `),
    )
    .replace(
      thisByDoing,
      withVerb((verb) => `${singularOf(verb)} `),
    )
    .replace(
      thingByDoing,
      withVerb((verb) => `, which ${singularOf(verb)} `),
    )
    .replace(apposed, '$1')
    .replace(
      /\b(?:is|are) capable of (\w+ing) /,
      withVerb((verb) => `can ${verb} `),
    )
    .replace(evidence, (_, place: string, data: string) => `${capitalized(place.toLowerCase())} ${data}, `)
    .replace(/^((?:[A-Z][\w+.-]*|Our \w+) (?:can )?)also (?=[a-z])/, '$1')

/** What was found stays where its participle is of no verb that is known. */
const withVerb = (tell: (verb: string) => string) => (found: string, participle: string) => {
  const verb = baseOf(participle)
  return verb === null ? found : tell(verb)
}
