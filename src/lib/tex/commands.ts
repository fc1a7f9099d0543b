/** Commands that show a letter or a sign; a blank behind them belongs to them. */
export const LETTERS: Readonly<Record<string, string>> = {
  aa: 'å',
  AA: 'Å',
  ae: 'æ',
  AE: 'Æ',
  dh: 'ð',
  DH: 'Ð',
  dj: 'đ',
  DJ: 'Đ',
  i: 'ı',
  j: 'ȷ',
  l: 'ł',
  L: 'Ł',
  ng: 'ŋ',
  NG: 'Ŋ',
  o: 'ø',
  O: 'Ø',
  oe: 'œ',
  OE: 'Œ',
  ss: 'ß',
  th: 'þ',
  TH: 'Þ',
  textdegree: '°',
  textemdash: '—',
  textendash: '–',
  textquoteleft: '‘',
  textquoteright: '’',
  textquotedblleft: '“',
  textquotedblright: '”',
};

/** Commands that show a sign or a few words. */
export const WORDS: Readonly<Record<string, string>> = {
  S: '§',
  P: '¶',
  pounds: '£',
  euro: '€',
  texteuro: '€',
  copyright: '©',
  textcopyright: '©',
  textregistered: '®',
  texttrademark: '™',
  degree: '°',
  dag: '†',
  ddag: '‡',
  textbullet: '•',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textunderscore: '_',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textdollar: '$',
  textpercent: '%',
  textquotesingle: "'",
  textquotedbl: '"',
  ldots: '…',
  dots: '…',
  textellipsis: '…',
  slash: '/',
  quad: ' ',
  qquad: ' ',
  space: ' ',
  newline: ' ',
  linebreak: ' ',
  par: ' ',
  item: ' ',
  ie: 'i.e.',
  eg: 'e.g.',
  etal: 'et al.',
  etc: 'etc.',
  wrt: 'w.r.t.',
  aka: 'a.k.a.',
  iid: 'i.i.d.',
  vs: 'vs.',
  cf: 'cf.',
};

/** Commands that only set their text in another way: it is shown as it is. */
export const STYLES =
  /^(?:emph|text(?:bf|it|tt|sc|sf|rm|sl|up|md|normal|superscript|subscript)?|uline|underline|ul|mbox|hbox|fbox|boxed|texorpdfstring|MakeUppercase|uppercase|lowercase|centerline|url|path|nolinkurl|enquote|href|textcolor|colorbox|hl|sout)$/;

/** Switches and spacing, which show nothing. */
export const SILENT =
  /^(?:bf|it|tt|sc|sf|rm|sl|em|bfseries|itshape|ttfamily|scshape|sffamily|rmfamily|normalfont|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|noindent|indent|centering|xspace|protect|maketitle|smallskip|medskip|bigskip|hfill|vfill|newpage|clearpage|displaystyle|textstyle|limits|relax|null|leavevmode|fa[A-Z]\w*)$/;

/** Commands whose text is not for the reader of an abstract: notes, references, lengths. */
export const DROPPED =
  /^(?:footnote(?:mark|text)?|thanks|(?:no)?cite[a-z]*|Cite[a-z]*|parencite|textcite|autocite|label|(?:page|eq|auto|c|C|name|fig|tab|sec)?ref|[vh]space|[vh]skip|color|vphantom|hphantom|phantom|bibliography\w*|input|include|index|includegraphics|pagestyle|thispagestyle|setlength|begin|end|usepackage|documentclass)$/;

/** Those whose first argument is an address or a colour, and the second the text. */
export const LEADING: ReadonlySet<string> = new Set(['href', 'textcolor', 'colorbox']);
