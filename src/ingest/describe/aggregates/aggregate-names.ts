/**
 * Names of groups of countries and regions of the world in the data of statistical offices (World Bank, UN, OECD, Eurostat,
 * IMF), in lower case.
 */
const GROUPS_OF_COUNTRIES = [
  'world|the world|global|world total|monde|welt|mundo|mondo|wereld|świat|världen|мир|весь мир|世界|全世界',
  'european union|euro area|euro zone|eurozone|eu|eu-?\\d\\d|ea-?\\d\\d|g-?7|g-?8|g-?20|brics|asean|opec|efta|union européenne',
  'zone euro|europäische union|euroraum|oecd|oecd (?:members|countries|total|average)|oecd - total|arab world|advanced economies',
  'emerging (?:markets|market economies|and developing (?:economies|countries|asia|europe))|(?:less|more|least) developed regions',
  '(?:high|low|middle|upper[ -]middle|lower[ -]middle|low & middle|low and middle)[ -]income(?: countries| economies)?',
  '(?:least developed|developing|developed|landlocked developing) (?:countries|economies)',
  'heavily indebted poor countries|fragile and conflict affected situations|(?:caribbean|pacific island|other)? ?small states',
  'ida & ibrd total|ida (?:total|only|blend)|ibrd only|(?:pre|early|late|post)-demographic dividend|central europe and the baltics',
  'east asia (?:&|and) (?:the )?pacific|europe (?:&|and) central asia|latin america (?:&|and) (?:the )?caribbean|south asia',
  'middle east(?:,|(?: &| and)) (?:north|northern) africa(?:, afghanistan & pakistan)?|sub-saharan africa|north(?:ern)? america',
  '(?:north|northern|eastern|western|southern|middle|central) (?:africa|asia|europe)|south[- ]east(?:ern)? asia',
  'africa (?:eastern and southern|western and central)|africa|asia|europe|oceania|americas|the americas|latin america|south america|middle east',
].join('|');

/** `Euro area (20 countries)`, `European Union - 27 countries (from 2020)`, `South Asia (IDA & IBRD)`. */
const GROUP_OF_COUNTRIES = new RegExp(
  `^(?:${GROUPS_OF_COUNTRIES})(?: ?[-–,:]? ?(?:\\d+ countries|un classification))?(?: ?\\([^()]*\\))*$`,
  'iu',
);

/** `All natural disasters`, `Alle Branchen`, `Toutes les régions`. */
const ALL =
  /^(?:all|alle|tous les|toutes les|todos los|todas las|todos os|todas as|tutti i|tutte le|wszystkie|alla|все)\s+\p{L}/iu;

export function isGroupOfCountries(name: string): boolean {
  return GROUP_OF_COUNTRIES.test(name.trim());
}

export function namesAll(name: string): boolean {
  return ALL.test(name.trim());
}
