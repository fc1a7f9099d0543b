/** What a query must find in real abstracts, told without the matcher. */
export interface Trap {
  readonly query: string;
  /** Every form in which authors write it; judged on the letters of title and abstract. */
  readonly written: RegExp;
  /** What holds the same letters, or some of the same words, and is something else. */
  readonly alike: RegExp;
}

/** A whole word or words, whatever the case: no letter or digit stands beside it. */
function whole(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'iu');
}

function trap(query: string, written: string, alike: RegExp): Trap {
  return { query, written: whole(written), alike };
}

/** Names that are also parts of other words. */
const NAMES = [
  trap('rag', 'rags?', /rag/i),
  trap('lora', 'loras?', /lora/i),
  trap('moe', 'moes?', /moe/i),
  trap('sam', 'sam', /sam/i),
  trap('gan', 'gans?', /gan/i),
  trap('bert', 'bert', /bert/i),
  trap('llm', 'llms?', /llm/i),
  trap('vit', 'vits?', /vit/i),
  trap('dpo', 'dpo', /dpo/i),
  trap('clip', 'clips?', /clip/i),
  trap('ssm', 'ssms?', /ssm/i),
  trap('gpt-4', 'gpt[- ]?4', /gpt/i),
  trap('kv-cache', 'kv(?:[- ]|\\) )?caches?', /\bkv\b/i),
  trap('c++', 'c\\+\\+', whole('c')),
  trap('k-means', '\\$?k\\$?[- ]?means?', whole('means?')),
  trap('gpu', 'gpus?', /[cnt]pus?\b/i),
  trap('api', 'apis?', /api/i),
  trap('ner', 'ner', /ner/i),
  trap('cot', 'cots?', /cot/i),
  trap('iot', 'iots?', /iot/i),
];

/** Words inside other words, and words of which another is made. */
const WORDS = [
  trap('attention', 'attentions?', /attenti/i),
  trap('diffusion', 'diffusions?', /fusion/i),
  trap('fusion', 'fusions?', /fusion/i),
  trap('agent', 'agents?', /agent/i),
  trap('transformer', 'transformers?', /transform/i),
  trap('prompt', 'prompts?', /prompt/i),
  trap('privacy', 'privacy', /priva/i),
  trap('federated', 'federated', /fed/i),
  trap('edge', 'edges?', /edge/i),
  trap('state', 'states?', /stat/i),
  trap('graph', 'graphs?', /graph/i),
  trap('vision', 'visions?', /vision/i),
  trap('code', 'codes?', /cod(?:e|ing)/i),
  trap('image', 'images?', /imag/i),
  trap('reason', 'reasons?', /reason/i),
  trap('loss', 'loss(?:es)?', /los[st]/i),
  trap('class', 'class(?:es)?', /class/i),
  trap('policy', 'polic(?:y|ies)', /polic|polit/i),
];

/** Several words that are one thing. */
const TERMS = [
  trap('"federated learning"', 'federated[- ]learning', /federated/i),
  trap('split-learning', 'split[- ]learnings?', whole('split')),
  trap('learning-rate', 'learning[- ]rates?', /learning|rates?\b/i),
  trap('"differential privacy"', 'differential[- ]privacy', /differential/i),
  trap(
    '"differential privacy" OR "differentially private"',
    'differential[- ]privacy|differentially[- ]private',
    /differential|private/i,
  ),
  trap('mixture-of-experts', 'mixtures?[- ]of[- ]experts?', /mixtures?|experts?\b/i),
  trap('chain-of-thought', 'chains?[- ]of[- ]thoughts?', /chain|thought/i),
  trap('large-language-model', 'large[- ]language[- ]models?', /language|large/i),
  trap('"large language model"', 'large[- ]language[- ]model', /language models/i),
  trap('graph-neural-network', 'graph[- ]neural[- ]networks?', /graph|neural network/i),
  trap('state-space', 'state[- ]?spaces?', whole('states?|spaces?')),
  trap('edge-computing', 'edge[- ]computing', whole('edge|computing')),
  trap('reward-model', 'reward[- ]models?', whole('rewards?')),
  trap('non-iid', 'non[- ]?(?:iids?|i\\.i\\.d)', whole('iids?|i\\.i\\.d')),
];

/** Hyphen, space or nothing. */
const JOINS = [
  trap('fine-tuning', 'fine[- ]?tuning', /fine[- ]?(?:tune|grain)|tuning/i),
  trap('finetuning', 'fine[- ]?tuning', /fine[- ]?(?:tune|grain)|tuning/i),
  trap('fine-tuned', 'fine[- ]?tuned', /fine[- ]?(?:tun|grain)/i),
  trap('pre-training', 'pre[- ]?training', /pre|training/i),
  trap('multimodal', 'multi[- ]?modal', /modal/i),
  trap('dataset', 'data[- ]?sets?', whole('data|sets?')),
  trap('zero-shot', 'zero[- ]?shots?', /zero|shot/i),
  trap('real-time', 'real(?:[- ]|- )?times?', whole('real|times?')),
  trap('time-series', 'time[- ]?series', whole('times?|series')),
  trap('open-source', 'open[- ]?sources?', whole('open|sources?')),
  trap('healthcare', 'health[- ]?care', whole('health|care')),
  trap('cross-device', 'cross[- ]?devices?', whole('cross|devices?')),
];

/** One word, spelt or inflected in several ways. */
const SPELLINGS = [
  trap('behavior', 'behaviou?rs?', /behav/i),
  trap('modelling', 'modell?ing', /model/i),
  trap('labeled', 'labell?ed', /label/i),
  trap('dialogue', 'dialog(?:ue)?s?', /dialog|catalog/i),
  trap('defense', 'defen[cs]es?', /defen/i),
  trap('judgment', 'judge?ments?', /judg/i),
  trap('center', 'cent(?:er|re)s?', /cent(?:e|r)/i),
  trap('quantization', 'quanti[sz]ations?', /quanti/i),
  trap('personalised', 'personali[sz]ed', /personal/i),
  trap('decentralized', 'decentrali[sz]ed', /centrali/i),
  trap('analysis', 'analys[ei]s', /analy/i),
  trap('hypothesis', 'hypothes[ei]s', /hypothe/i),
  trap('matrix', 'matri(?:x|ces)', /matri|metri/i),
  trap('index', 'index(?:es)?|indices', /ind(?:ex|ic)/i),
  trap('corpus', 'corpus|corpora', /corp/i),
  trap('bias', 'bias(?:es)?', /bias/i),
  trap('criterion', 'criteri(?:on|a)', /crit/i),
  trap('phenomenon', 'phenomen(?:on|a)', /phenomen/i),
  trap('equilibrium', 'equilibri(?:um|a)', /equi/i),
  trap('curriculum', 'curricul(?:um|a)', /curric|circul/i),
  trap('focus', 'focus(?:es)?', /focus/i),
  trap('news', 'news', whole('new')),
  trap('series', 'series', /seri/i),
];

/** Excluding, choosing, literal and prefix. */
const FORMS = [
  trap('=agents', 'agents', /agent/i),
  trap('=llm', 'llm', /llms/i),
  trap('hallucinat*', 'hallucinat\\p{L}*', /illus/i),
  trap('poison*', 'poison\\p{L}*', /poiss/i),
  trap('quantiz*', 'quantiz\\p{L}*', /quanti[^z]/i),
  trap('unlearn*', 'unlearn\\p{L}*', /learn/i),
  trap('jailbreak*', 'jailbreak\\p{L}*', /break/i),
];

/** An abbreviation that is a word in small letters: only its own letters are meant. */
function inCapitals(query: string, short: string, long: string, alike: RegExp): Trap {
  const written = `(?<![\\p{L}\\p{N}])(?:${short}|(?i:${long}))(?![\\p{L}\\p{N}])`;
  return { query, written: new RegExp(written, 'u'), alike };
}

/** Once abbreviations are learned from the abstracts themselves: short and long form alike. */
export const LEARNED: readonly Trap[] = [
  trap('rag', 'rags?|retrieval[- ]augmented[- ]generations?', /rag|retrieval/i),
  trap(
    'retrieval-augmented-generation',
    'rags?|retrieval[- ]augmented[- ]generations?',
    /rag|retrieval/i,
  ),
  trap('moe', 'moes?|mixtures?[- ]of[- ]experts?', /moe|mixture|expert/i),
  trap('llm', 'llms?|large[- ]language[- ]models?', /llm|language model/i),
  trap('gnn', 'gnns?|graph[- ]neural[- ]networks?', /gnn|neural network/i),
  trap('gan', 'gans?|generative[- ]adversarial[- ]networks?', /gan|adversarial/i),
  trap('cot', 'cots?|chains?[- ]of[- ]thoughts?', /cot|chain/i),
  trap('iot', 'iots?|internet[- ]of[- ]things?', /iot|internet/i),
  trap('vlm', 'vlms?|vision[- ]language[- ]models?', /vlm|vision/i),
  trap('=rag', 'rag', /retrieval[- ]augmented[- ]generation/i),
  inCapitals(
    'intelligent-transportation-system',
    'ITS',
    'intelligent[- ]transportation[- ]systems?',
    whole('its'),
  ),
  inCapitals('homomorphic-encryption', 'HE', 'homomorphic[- ]encryptions?', whole('he')),
  trap('its', 'its|intelligent[- ]transportation[- ]systems?', /transportation/i),
  trap('fl', 'fls?|federated[- ]learnings?', /fault[- ]locali|federated/i),
  trap('cl', 'cls?', /continual[- ]learning|centrali[sz]ed[- ]learning/i),
  trap('ec', 'ecs?', /edge[- ]computing/i),
];

/** The traps, by kind: [kind, traps]. */
export const TRAPS: readonly (readonly [string, readonly Trap[]])[] = [
  ['names', NAMES],
  ['words', WORDS],
  ['terms', TERMS],
  ['joins', JOINS],
  ['spellings', SPELLINGS],
  ['forms', FORMS],
];
