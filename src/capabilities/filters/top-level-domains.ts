import domains from "tlds/index.json" with { type: "json" };

/**
 * Top-level domains that are words as well: words that begin a sentence in one of the page's languages, properties in code,
 * and file extensions. `That was it.So what` lacks a space and has no link; neither has `main.rs`.
 */
const WORDS =
  "ai al am app art as at au audio baby best bi black blue bo bom book box buy by bz ca call camera car care case cash cat cc chat city click co coffee company compare contact cool cv dad data date day de deal design discover do doctor dog download drive eat ee email er es et events exchange expert express fail faith family fan fans fast feedback fi film final fire fit fly food football free fun ga game games gg gift gives giving goo got green group guide health help here holiday host hot house how hr ice id ie il im in ink is ist it java je jetzt jo jobs joy ki kids la land law legal li life like link live living lol love lu ma man map market md me media meet meme men menu mg mk ml mm mo mobile moi mom money mov movie mr ms mu music my na name ne network new news next ni no now nu office one open orange page paris party pay pet ph phone photo photos pics pid pin ping pink pizza pl place play plus pm post pr press pro ps pt pub py radio re read red rent report rest review rich rip room rs run sa safe sale save sc school science sd se search seat secure security select seven sex sh sharp show si sky smart smile so soccer social song space sport spot sr st star store stream studio study style su sucks support surf sv systems tab talk target tax team tech tennis tf tips to today tools total town trade training travel trust tt tv uno us va vet vi video viva vote watch weather win wine winners work works world wow wtf ye you za zero zip zone";

const ALL: ReadonlySet<string> = new Set(domains);
const ALSO_WORDS: ReadonlySet<string> = new Set(WORDS.split(" "));

/** @param label the last label of a host, in lower case, as Unicode or as `xn--…` */
export function isTopLevelDomain(label: string): boolean {
  return ALL.has(label) || label.startsWith("xn--");
}

/** Whether a top-level domain is a word that texts contain anyway. */
export function isAlsoWord(label: string): boolean {
  return ALSO_WORDS.has(label);
}
