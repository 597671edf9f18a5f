/** Verbs by which papers tell what a method does and brings; “map” doubles its last letter. */
const verbs = (
  'accelerate achieve adapt address adopt advance aggregate align alleviate allow analyze apply assess attain ' +
  'augment avoid balance boost bridge bypass capture combine compose compress comprise condition constrain ' +
  'construct contain convert couple cover create curate cut decode decompose decouple deliver demonstrate ' +
  'derive design detect develop discretize disentangle distill eliminate employ empower enable encode ' +
  'encourage enforce enhance ensure equip establish evaluate examine exceed excel exhibit exploit explore ' +
  'extend extract facilitate feature filter formulate frame fuse generalize generate guide harness identify ' +
  'improve include incorporate increase infer inject integrate introduce isolate learn leverage lower ' +
  'maintain map match maximize measure merge minimize mitigate model modify narrow obtain offer optimize ' +
  'organize outperform pair partition perform perturb predict present preserve prevent prioritize process ' +
  'produce project propose provide prune quantize raise rank reach reconstruct recover reduce reformulate ' +
  'reframe refine regularize remove render replace represent require retain retrieve reuse reveal reward ' +
  'sample scale select separate set share show simulate sort span stabilize strengthen structure support ' +
  'suppress surpass synthesize track train transfer transform translate treat unify unlock update use utilize ' +
  'validate verify yield'
).split(' ')

const participleOf = (verb: string): string => {
  if (/^(?:map|cut|set|span|equip|excel|distill|transfer)$/.test(verb))
    return `${verb.replace(/ll$/, 'l')}${verb.at(-1)}ing`
  return `${verb.replace(/e$/, '')}ing`
}
const byParticiple = new Map(verbs.map((verb) => [participleOf(verb), verb]))

/** The verb of “achieving”, as it stands in a dictionary; null for a word that is not known as a verb. */
export const baseOf = (participle: string): string | null => byParticiple.get(participle.toLowerCase()) ?? null

/** “achieve” as it follows one thing: “achieves”. */
export function singularOf(verb: string): string {
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`
  return /(?:s|ch|sh|x|z)$/.test(verb) ? `${verb}es` : `${verb}s`
}

const finite = new Set(verbs.flatMap((verb) => [verb, singularOf(verb)]))

/** Whether it is a form of such a verb that has a subject: “achieve”, “achieves”. */
export const isFiniteVerb = (word: string): boolean => finite.has(word)
