/** Words that turn or bound what a sentence claims: text that holds one is never left out. */
export const meaningBearing =
  /\b(?:not|no|nor|never|neither|none|cannot|only|solely|merely|without|except|unless|until|but|although|though|despite|however|if|when|whenever|provided|assuming|under|up to|at (?:most|least)|less than|fewer than|more than|almost|nearly|about|approximately|roughly|partially|may|might|could|fail(?:s|ed)?|limited|rather than|instead)\b|(?<=n)['’]t\b/i

export const contribution =
  /\b(?:we|I|this (?:paper|work|article|study|report|survey)|the (?:paper|authors?)|our (?:work|paper|goal|aim|approach|method|main contribution))\b[^.;]{0,40}?\b(?:propos|introduc|present|develop|describ|study|studies|stud(?:ied|ying)|investigat|explor|address|design|provid|formulat|establish|analy[sz]|examin|offer|build|construct|creat|releas|report|extend|generali[sz]|revisit|prov|deriv|suggest|argu|consider|aim|focus|tackl|contribut|give|unif|characteri[sz]|leverag|demonstrat|show|find)\w*/i

export const method =
  /\b(?:by|using|us(?:es|ed)|via|through|based on|consist\w*|compris\w*|leverag\w*|employ\w*|utili[sz]\w*|combin\w*|incorporat\w*|integrat\w*|train(?:s|ed)?|fine-tun\w*|learn(?:s|ed)?|optimi[sz]\w*|encod\w*|generat\w*|framework|architecture|pipeline|module|mechanism|strategy|algorithm|objective|loss|stage|step|formulat\w*|decompos\w*|sampl\w*|first .{3,80} then|key (?:idea|insight)|our (?:approach|method|model|framework))\b/i

export const result =
  /\b(?:outperform\w*|achiev\w*|improv\w*|surpass\w*|exceed\w*|reduc\w*|speed\w*|faster|state[- ]of[- ]the[- ]art|sota|results?|experiments?|evaluation\w*|empirical\w*|benchmarks?|accuracy|demonstrat\w*|we (?:show|find|found|observe|prove)|gains?|better|competitive|superior|significant\w*|effective\w*|consistently)\b/i

/** A number that reports something, not a part of a name such as GPT-4 or ResNet-50. */
export const figure = /(?<![\w.-])[-+±~≈]?\$?\d[\d.,]*\s?(?:%|\\%|×|x\b|percent|points?|times|k\b|M\b|B\b)?/

export const background =
  /^(?:recent(?:ly)?|existing|current(?:ly)?|previous|prior|traditional(?:ly)?|many|most|despite|although|while|however|unfortunately|typically|conventional|deep learning|large language models|it is well[- ]known|in recent years)\b|\b(?:has|have) (?:recently |been |become |shown |achieved |attracted |emerged )|\bremains?\b|\bis (?:a|an) (?:important|fundamental|key|challenging|crucial|critical|long-standing)\b|\boften\b|\btypically\b/i

export const example = /^for (?:example|instance)\b/i

/** A sentence that needs the one before it. */
export const leansBack =
  /^(?:it|they|this|these|those|such|its|their|both|to (?:do so|this end)|the (?:former|latter)|in (?:both|this|these))\b/i

/** What the authors hope for is no result. */
export const outlook =
  /\bwe (?:believe|hope|envision|anticipate)\b|^(?:(?:our|these|the) (?:findings|results|work|insights) (?:highlight|provide|offer|suggest|open|pave|underscore|lead)|(?:the|this) (?:report|paper) (?:outlines|details|discusses))\b/i

export const availability =
  /\b(?:code|data(?:set)?s?|models?|weights|checkpoints?|demo|videos?|project page|website|page|implementation|resources?)\b.{0,60}\b(?:available|released?|open[- ]sourced?|found|accessed)\b|https?:\/\/|github\.com/i
