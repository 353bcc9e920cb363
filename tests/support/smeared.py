"""A page as an engine reads it off a smear, for tests of what badly damaged texts get."""

TRUTH = (
    "Kommunstyrelsen kommer att behandla frågan om skolskjutsar när nämnden har lämnat sitt "
    "yttrande. Under våren har många äldre hört av sig om kostnaderna, som de tycker är för höga. "
    "Förvaltningen har därför räknat på vad det skulle kosta att låta alla elever som bor långt "
    "från skolan åka kostnadsfritt. Handläggaren redogjorde för underlaget och svarade på frågor "
    "från ledamöterna. Det är viktigt att kommunen kan erbjuda samma möjligheter i alla delar av "
    "kommunen, och att kostnaderna hålls nere. Nästa möte hålls på måndag. Då ska nämnden också "
    "ta ställning till hur skolorna på landsbygden kan komma att användas när eleverna blir färre."
)
SMEARED = (
    *(("d", "cl"), ("o", "e")),
    *(("mm", "nun"), ("k", "h"), ("ll", "Il"), ("tt", "rt"), ("e", "c"), ("u", "n")),
)
BARE = str.maketrans("åäöÅÄÖ", "aaoAAO")


def smeared(text: str) -> str:
    """A text as an engine without å, ä and ö reads it off a smeared page."""
    text = text.translate(BARE)
    for truth, observed in SMEARED:
        text = text.replace(truth, observed)
    return text
