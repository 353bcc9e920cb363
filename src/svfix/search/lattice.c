/* The forward-backward sums of lattice.py, in C: the same sums in the same order.

   lattice.py is the reference and tells the story; a test holds the two to the same answers. Scores
   are whole numbers, and logarithms are added by a table that the caller gives. Memory that runs
   out is told by the result 0. */

#include <stdint.h>
#include <stdlib.h>

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

enum { ORDER = 3 };

typedef struct {
    const uint32_t *slots;
    const uint8_t *first, *second; /* columns of stored bytes */
    int64_t size;                  /* without the spare slots at the end */
} Table;

typedef struct {
    Table bigrams, trigrams;
    const uint8_t *backoff, *continuation;
    int32_t step; /* score units of one step of a stored probability */
} NGrams;

typedef struct {
    const int64_t *start, *count;
    const int32_t *into, *outof, *local;
    const int32_t *sums; /* what log(e^a + e^b) has beyond the greater of them, by a - b */
    int64_t size;        /* of `sums` */
} Slots;

static int64_t log_add(const Slots *s, int64_t a, int64_t b) {
    int64_t apart = a < b ? b - a : a - b, more = a < b ? b : a;
    return apart < s->size ? more + s->sums[apart] : more;
}

/* As in ngrams.py: SplitMix64's finaliser, a bucket, linear probing. */
static uint64_t mix(uint64_t key) {
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9u;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EBu;
    return key ^ (key >> 31);
}

static int64_t bucket(const Table *table, uint64_t hash) {
    return (int64_t)((hash >> 32) * (uint64_t)table->size >> 32);
}

static int64_t find(const Table *table, uint64_t key) {
    uint64_t hash = mix(key);
    uint32_t wanted = (uint32_t)hash ? (uint32_t)hash : 1;
    int64_t at = bucket(table, hash);
    for (; table->slots[at]; at++)
        if (table->slots[at] == wanted) return at;
    return -1;
}

static uint64_t pair(int32_t v, int32_t w) { return (uint64_t)(v + 1) << 21 | (uint64_t)(w + 1); }

/* -log P(w | v) in steps of a stored probability. */
static int32_t bigram(const NGrams *n, int32_t v, int32_t w) {
    int64_t at = find(&n->bigrams, pair(v, w));
    return at < 0 ? n->backoff[v] + n->continuation[w] : n->bigrams.first[at];
}

/* Scores of the candidates of one slot behind those of the two before it: (u, v, w).

   The row of the first `u` holds the bigrams until it is filled in, as the last one. No trigram is
   stored without the bigram it begins with. */
static void score(const Slots *s, const NGrams *n, int64_t slot, int64_t *scores) {
    int64_t counts[ORDER];
    const int32_t *before = s->outof + s->start[slot - 2], *context = s->outof + s->start[slot - 1];
    const int32_t *word = s->into + s->start[slot];
    for (int i = 0; i < ORDER; i++) counts[i] = s->count[slot - ORDER + 1 + i];
    for (int64_t v = 0; v < counts[1]; v++) {
        int64_t *lower = scores + v * counts[2];
        for (int64_t w = 0; w < counts[2]; w++) lower[w] = bigram(n, context[v], word[w]);
        for (int64_t u = counts[0] - 1; u >= 0; u--) {
            int64_t *row = scores + (u * counts[1] + v) * counts[2];
            uint64_t both = pair(before[u], context[v]);
            int64_t known = find(&n->bigrams, both);
            int32_t left = known < 0 ? 0 : n->bigrams.second[known];
            for (int64_t w = 0; w < counts[2]; w++) {
                int64_t at = known < 0 ? -1 : find(&n->trigrams, both << 21 | (uint64_t)(word[w] + 1));
                int64_t steps = at < 0 ? left + lower[w] : n->trigrams.first[at];
                row[w] = -steps * n->step;
            }
        }
    }
}

/* The paths that lead to each pair of candidates of a slot and the one before it: (v, w). */
static void forward(const Slots *s, int64_t slot, const int64_t *before, const int64_t *scores,
                    int64_t *alphas) {
    int64_t us = s->count[slot - 2], vs = s->count[slot - 1], ws = s->count[slot];
    for (int64_t v = 0; v < vs; v++)
        for (int64_t w = 0; w < ws; w++) {
            int64_t sum = before[v] + scores[v * ws + w];
            for (int64_t u = 1; u < us; u++)
                sum = log_add(s, sum, before[u * vs + v] + scores[(u * vs + v) * ws + w]);
            alphas[v * ws + w] = sum + s->local[s->start[slot] + w];
        }
}

/* The paths that lead on from each such pair, through the slot behind them. */
static void backward(const Slots *s, int64_t slot, const int64_t *scores, const int64_t *behind,
                     int64_t *betas) {
    int64_t vs = s->count[slot - 1], ws = s->count[slot], xs = s->count[slot + 1];
    const int32_t *local = s->local + s->start[slot + 1];
    for (int64_t v = 0; v < vs; v++)
        for (int64_t w = 0; w < ws; w++) {
            const int64_t *row = scores + (v * ws + w) * xs;
            int64_t sum = row[0] + local[0] + behind[w * xs];
            for (int64_t x = 1; x < xs; x++)
                sum = log_add(s, sum, row[x] + local[x] + behind[w * xs + x]);
            betas[v * ws + w] = sum;
        }
}

/* The sums over all paths of one stretch through each candidate. */
static void stretch(const Slots *s, const NGrams *n, int64_t first, int64_t length, int64_t *scores,
                    int64_t *alphas, int64_t *betas, int64_t *sums) {
    int64_t start = 0, at = 0, pairs = 0;
    const int64_t none = 0, *before = &none; /* the two slots before are certain */
    for (int64_t slot = first; slot < first + length; slot++) {
        int64_t here = s->count[slot - 1] * s->count[slot];
        score(s, n, slot, scores + at);
        forward(s, slot, before, scores + at, alphas + start);
        before = alphas + start;
        start += here;
        at += here * s->count[slot - 2];
        pairs = here;
    }
    start -= pairs;
    for (int64_t i = 0; i < pairs; i++) betas[start + i] = 0;
    for (int64_t slot = first + length - 1; slot >= first; slot--) {
        int64_t vs = s->count[slot - 1], ws = s->count[slot];
        for (int64_t w = 0; w < ws; w++) {
            int64_t sum = alphas[start + w] + betas[start + w];
            for (int64_t v = 1; v < vs; v++)
                sum = log_add(s, sum, alphas[start + v * ws + w] + betas[start + v * ws + w]);
            sums[s->start[slot] + w] = sum;
        }
        at -= vs * ws * s->count[slot - 2];
        if (slot == first) break;
        int64_t earlier = start - s->count[slot - 2] * vs;
        backward(s, slot - 1, scores + at, betas + start, betas + earlier);
        start = earlier;
    }
}

/* Fill in `sums` by candidate for the slots of stretches; 1 if all is well. */
PUBLIC int32_t svfix_sums(const Slots *s, const NGrams *n, int64_t stretches, const int64_t *first,
                          const int64_t *length, int64_t *sums) {
    int64_t most = 1, triples = 1;
    for (int64_t i = 0; i < stretches; i++) {
        int64_t pairs = 0, scores = 0;
        for (int64_t slot = first[i]; slot < first[i] + length[i]; slot++) {
            int64_t here = s->count[slot - 1] * s->count[slot];
            pairs += here;
            scores += here * s->count[slot - 2];
        }
        if (pairs > most) most = pairs;
        if (scores > triples) triples = scores;
    }
    int64_t *scores = malloc((size_t)triples * sizeof(int64_t));
    int64_t *alphas = malloc((size_t)most * sizeof(int64_t));
    int64_t *betas = malloc((size_t)most * sizeof(int64_t));
    int32_t well = scores && alphas && betas;
    for (int64_t i = 0; well && i < stretches; i++)
        stretch(s, n, first[i], length[i], scores, alphas, betas, sums);
    free(scores);
    free(alphas);
    free(betas);
    return well;
}
