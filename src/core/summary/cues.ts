/**
 * What the wording of a sentence tells of its part in an abstract. Cue phrases are Edmundson's
 * (1969, "New methods in automatic extracting"); the parts are those of argumentative zoning
 * (Teufel and Moens, 2002, "Summarizing scientific articles"). The words were collected from
 * abstracts of arXiv and Hugging Face listings.
 */
export interface Cues {
  /** It speaks of the work itself: "we", "this paper". */
  readonly own: boolean;
  /** It says what the work does: "we propose". */
  readonly contribution: boolean;
  /** It says what came out: "results show". */
  readonly finding: boolean;
  /** It claims an improvement: "outperforms". */
  readonly gain: boolean;
  /** It gives a figure: "by 12%", "2.5×". */
  readonly figure: boolean;
  /** It says what others did, or why it matters: "recently", "remains challenging". */
  readonly background: boolean;
  /** It says where code or data are. */
  readonly availability: boolean;
  /** It leans on the sentence before: "It …", "These …", "(2) …". */
  readonly leaning: boolean;
}

const OWN =
  /\b(?:we|this (?:paper|work|study|article|survey|thesis|report|letter)|our (?:paper|work|study|contributions?))\b/i;

const ADVERB =
  '(?:\\w+ly |further |furthermore |then |also |thus |therefore |here |first |instead )*';
const CONTRIBUTION = new RegExp(
  `\\b(?:we|paper|work|study|article|survey|report) ${ADVERB}(?:propos|introduc|present|develop|design|describ|formulat|establish|devis|creat|build|construct|offer|contribut|provid|address|tackl|investigat|stud|explor|examin|analy[sz]|evaluat|benchmark|argu|revisit|releas|conduct)`,
  'i',
);

const FINDING =
  /\b(?:we|results?|experiments?|evaluations?|findings?|analys[ei]s|evidence|simulations?|theory)\b[^.;]{0,60}\b(?:show|demonstrat|find|found|prov|reveal|confirm|observ|indicat|suggest|discover|achiev|validat|verif|establish|outperform|improv)/i;

const GAIN =
  /\b(?:outperform|surpass|exceed|improv|reduc|boost|achiev|attain|increas|speed-?up|accelerat|state-of-the-art|sota\b|superior|up to|by a factor)/i;

const FIGURE =
  /\d\s*(?:%|[x×]|points?|times|percent|-fold)(?![\p{L}\p{N}])|\bby (?:an average of )?\d/iu;

const FOREGOING =
  'however|despite|although|while|recent|existing|traditional|conventional|current|previous|prior|in recent|most|many|unfortunately|nevertheless|yet|but';
const BACKGROUND = new RegExp(
  [
    `^(?:${FOREGOING})(?:ly)?\\b`,
    '\\b(?:has|have) (?:become|emerged|been|shown|attracted|gained|made|demonstrated|revolutioni[sz]ed|received)\\b',
    '\\b(?:remains?|is|are) (?:\\w+ )?(?:challenging|crucial|essential|critical|difficult|important|widely|increasingly|a (?:key|major|critical|fundamental)|underexplored|unclear|limited|elusive)\\b',
  ].join('|'),
  'i',
);

const AVAILABILITY =
  /\b(?:codes?|data|datasets?|models?|weights|implementation|demo|project page|website|software|kernel|framework|benchmarks?)\b[^.]{0,80}\b(?:available|open-?sourced?|accessible|found (?:at|in|on|here)|publicly|released)\b|\bavailable (?:at|on|here|in)\b|\bwe (?:\w+ )?(?:release|open-?source)\b|^(?:code|project|website|demo|data)s?\b.{0,20}[:@]|\bgithub\b|https?:/i;

const WORK = '(?:paper|work|study|article|survey|thesis|report|letter)';
const LEANING = new RegExp(
  `^(?:\\(?(?:\\d{1,2}|[ivx]{1,4})\\)|(?:(?:by|with|through|using|based on|unlike|in)\\b[^,]{0,90}, )?(?:(?:this|these|those|such)\\b(?! ${WORK}\\b)|(?:it|its|they|their|he|she|both|each)\\b))`,
  'i',
);

/** The cues of a sentence. */
export function cuesOf(sentence: string): Cues {
  return {
    own: OWN.test(sentence),
    contribution: CONTRIBUTION.test(sentence),
    finding: FINDING.test(sentence),
    gain: GAIN.test(sentence),
    figure: FIGURE.test(sentence),
    background: BACKGROUND.test(sentence),
    availability: AVAILABILITY.test(sentence),
    leaning: LEANING.test(sentence),
  };
}
