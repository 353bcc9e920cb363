/* The search of candidates.py, in C: the same steps in the same order, form by form.

   candidates.py is the reference and tells the story; a test holds the two to the same answers.
   All costs are whole numbers, so that sums do not depend on their order. Nothing here is shared
   between calls. Memory that runs out gives NULL, which the caller turns into MemoryError. */

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

enum { LONGEST = 3, PADDING = 255, NOT = 255, COMPOUND = -2, SPACE = -3, ABREAST = 32 };

typedef struct {
    const uint64_t *children;
    const int32_t *first, *word;
    const uint8_t *ahead, *unigram, *head, *modifier;
    int32_t step; /* cost units of one step of a stored probability */
} Lexicon;

typedef struct {
    const int64_t *keys;      /* distinct observed segments, sorted */
    const int32_t *openings;  /* first rule of each, and one behind the last */
    int32_t segments;
    const int32_t *cost;
    const uint8_t *labels;    /* LONGEST a rule */
    const uint8_t *titled;
    const int32_t *kept;      /* the rules within `dearest`, by segment, the cheapest first */
    const int32_t *before;    /* how many of them stand before each rule */
    int32_t lost_space, compound, edge;
} Channel;

typedef struct {
    int32_t width, margin, dearest;
} Beam;

typedef struct {
    int32_t cost, number;
    uint8_t labels[LONGEST], titled;
} Rule;

typedef struct {
    int32_t node, cost, total, parent, step; /* `total` is the cost with the likeliest word ahead */
    uint8_t compound, titled;
} State;

typedef struct {
    State *at;
    int32_t size, room;
    int32_t least; /* of the totals; as long as nothing but `push_near` put states there */
} States;

typedef struct {
    int32_t *form, *word, *prior, *channel, *count, *steps;
    uint8_t *titled;
    int64_t size, room, stepped, step_room;
} Found;

typedef struct {
    const Lexicon *lexicon;
    const Channel *channel;
    const Beam *beam;
    States pending[LONGEST + 1], near, kept, finals;
    Rule *rules; /* the kept ones of the channel, side by side */
    int32_t lost, lost_end; /* those of them that observe nothing */
    int32_t *trail; /* parent and step of every stored path */
    int32_t stored, trail_room;
    int32_t *slots; /* hash table of `merge`: state + 1 by key, 0 where free */
    int32_t slot_room;
    int failed;
} Search;

static int grow(void **at, int64_t *room, int64_t needed, size_t size) {
    if (needed <= *room) return 1;
    int64_t wanted = *room ? *room * 2 : 64;
    if (wanted < needed) wanted = needed;
    void *moved = realloc(*at, (size_t)wanted * size);
    if (!moved) return 0;
    *at = moved;
    *room = wanted;
    return 1;
}

static void push(Search *s, States *states, State state) {
    int64_t room = states->room;
    if (!grow((void **)&states->at, &room, (int64_t)states->size + 1, sizeof(State))) {
        s->failed = 1;
        return;
    }
    states->room = (int32_t)room;
    states->at[states->size++] = state;
}

static int popcount(uint64_t x) {
    x -= (x >> 1) & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (int)((x * 0x0101010101010101u) >> 56);
}

static int32_t total(const Search *s, const State *state) {
    return state->cost + s->lexicon->ahead[state->node] * s->lexicon->step;
}

static int32_t least(const States *states) {
    int32_t best = INT_MAX;
    for (int32_t i = 0; i < states->size; i++)
        if (states->at[i].total < best) best = states->at[i].total;
    return best;
}

/* Push a path that is not so far behind the others there that `merge` would drop it. */
static void push_near(Search *s, States *states, State state) {
    if (!states->size || state.total < states->least) states->least = state.total;
    if (state.total <= states->least + s->beam->margin) push(s, states, state);
}

/* Remember how a path came here; its parent is from now on its own number. */
static void store(Search *s, State *state) {
    int64_t room = s->trail_room;
    if (!grow((void **)&s->trail, &room, 2 * ((int64_t)s->stored + 1), sizeof(int32_t))) {
        s->failed = 1;
        return;
    }
    s->trail_room = (int32_t)room;
    s->trail[2 * s->stored] = state->parent;
    s->trail[2 * s->stored + 1] = state->step;
    state->parent = s->stored++;
}

static int64_t place_of(const State *state) {
    return (int64_t)state->node << 2 | state->compound << 1 | state->titled;
}

/* Of the paths not far behind the best, the cheapest at each node: pending -> near. */
static void merge(Search *s, const States *pending) {
    int32_t limit = pending->least + s->beam->margin, room = 16;
    while (room < 2 * pending->size) room *= 2;
    if (room > s->slot_room) {
        int32_t *slots = realloc(s->slots, (size_t)room * sizeof(int32_t));
        if (!slots) {
            s->failed = 1;
            return;
        }
        s->slots = slots;
        s->slot_room = room;
    }
    memset(s->slots, 0, (size_t)room * sizeof(int32_t));
    s->near.size = 0;
    for (int32_t i = 0; i < pending->size && !s->failed; i++) {
        const State *state = &pending->at[i];
        if (state->total > limit) continue;
        int64_t key = place_of(state);
        uint32_t slot = (uint32_t)((uint64_t)key * 0x9E3779B97F4A7C15u >> 40) & (uint32_t)(room - 1);
        while (s->slots[slot] && place_of(&s->near.at[s->slots[slot] - 1]) != key)
            slot = (slot + 1) & (uint32_t)(room - 1);
        if (!s->slots[slot]) {
            push(s, &s->near, *state);
            s->slots[slot] = s->near.size;
        } else if (state->cost < s->near.at[s->slots[slot] - 1].cost) {
            s->near.at[s->slots[slot] - 1] = *state;
        }
    }
}

/* The best few paths, by cost with the likeliest word ahead: near -> kept. */
static void prune(Search *s) {
    States *kept = &s->kept;
    kept->size = 0;
    for (int32_t i = 0; i < s->near.size && !s->failed; i++) {
        State state = s->near.at[i];
        int32_t place = kept->size;
        for (; place > 0; place--) {
            State *other = &kept->at[place - 1];
            if (other->total < state.total) break;
            if (other->total == state.total && place_of(other) < place_of(&state)) break;
        }
        if (place >= s->beam->width) continue;
        if (kept->size < s->beam->width) push(s, kept, state);
        if (s->failed) return;
        memmove(&kept->at[place + 1], &kept->at[place],
                (size_t)(kept->size - 1 - place) * sizeof(State));
        kept->at[place] = state;
    }
}

/* The stored probability of the word a path stands at, as a word or head of a compound. */
static int last(const Search *s, const State *state, int open, int32_t *word) {
    *word = s->lexicon->word[state->node];
    if (*word < 0) return NOT;
    int here = (state->compound ? s->lexicon->head : s->lexicon->unigram)[*word];
    int modifier = s->lexicon->modifier[*word];
    return open && modifier < here ? modifier : here;
}

/* Paths that go on with another word from here, the cheapest for each casing. */
static void join(Search *s, int32_t count, int open, int step) {
    State best[2];
    int there[2] = {0, 0};
    for (int32_t i = 0; i < count; i++) {
        State state = s->kept.at[i];
        int32_t word;
        int stored = last(s, &state, open, &word);
        if (word < 0) continue;
        if (step == COMPOUND) stored = s->lexicon->modifier[word];
        if (stored == NOT) continue;
        state.cost += stored * s->lexicon->step;
        state.cost += step == COMPOUND ? s->channel->compound : s->channel->lost_space;
        if (there[state.titled] && best[state.titled].cost <= state.cost) continue;
        state.node = 0;
        state.compound = step == COMPOUND;
        state.step = step;
        state.total = total(s, &state);
        best[state.titled] = state;
        there[state.titled] = 1;
    }
    for (int titled = 0; titled < 2; titled++)
        if (there[titled]) {
            store(s, &best[titled]);
            push(s, &s->kept, best[titled]);
        }
}

/* The child of a node along a label, -1 if there is none. */
static int32_t child(const Lexicon *lexicon, int32_t node, uint8_t label) {
    uint64_t bit = (uint64_t)1 << (label & 63), children = lexicon->children[node];
    if (label > 63 || !(children & bit)) return -1;
    return lexicon->first[node] + popcount(children & (bit - 1));
}

/* A path after one rule, which may be the form's last; 0 if that leaves the trie. */
static int apply(const Search *s, const State *from, const Rule *rule, int ends, State *to) {
    int invents = rule->labels[0] == PADDING;
    int32_t node = from->node;
    for (int i = 0; i < LONGEST && rule->labels[i] != PADDING; i++) {
        node = child(s->lexicon, node, rule->labels[i]);
        if (node < 0) return 0;
    }
    int opening = from->node == 0 && !from->compound && from->step != SPACE;
    *to = *from;
    to->node = node;
    to->cost += rule->cost;
    if (invents && (ends || from->node == 0)) to->cost += s->channel->edge;
    to->total = total(s, to);
    to->titled |= opening && rule->titled;
    to->step = rule->number;
    return 1;
}

/* The kept rules that observe a segment: first and one behind the last. */
static void slice(const Channel *c, int64_t key, int32_t *first, int32_t *behind) {
    int32_t low = 0, high = c->segments;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (c->keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    *first = *behind = 0;
    if (low == c->segments || c->keys[low] != key) return;
    *first = c->before[c->openings[low]];
    *behind = c->before[c->openings[low + 1]];
}

/* The kept rules of a channel, side by side in their order; NULL where memory runs out. */
static Rule *side_by_side(const Channel *c) {
    int32_t count = c->before[c->openings[c->segments]];
    Rule *rules = malloc(((size_t)count + 1) * sizeof(Rule));
    for (int32_t r = 0; rules && r < count; r++) {
        int32_t number = c->kept[r];
        rules[r].cost = c->cost[number];
        rules[r].number = number;
        memcpy(rules[r].labels, c->labels + (int64_t)LONGEST * number, LONGEST);
        rules[r].titled = c->titled[number];
    }
    return rules;
}

static int32_t budget(const Search *s, const State *state, int32_t best) {
    int32_t slack = best + s->beam->margin - state->total;
    return slack < s->beam->dearest ? slack : s->beam->dearest;
}

/* Add the paths in which the engine lost a character here. */
static void lose(Search *s) {
    int32_t count = s->kept.size, best = least(&s->kept);
    for (int32_t i = 0; i < count && !s->failed; i++) {
        int32_t pays = budget(s, &s->kept.at[i], best);
        for (int32_t r = s->lost; r < s->lost_end; r++) {
            const Rule *rule = &s->rules[r];
            State grown;
            if (rule->cost > pays) break;
            if (!apply(s, &s->kept.at[i], rule, 0, &grown)) continue;
            store(s, &grown);
            push(s, &s->kept, grown);
        }
    }
}

/* Apply every rule that observes what stands at a place, and that a path can afford. */
static void extend(Search *s, const int32_t *codes, int32_t left, int32_t place) {
    int32_t best = least(&s->kept);
    int64_t key = 0;
    for (int32_t size = 1; size <= LONGEST && size <= left && codes[size - 1]; size++) {
        int32_t first, behind;
        key |= (int64_t)codes[size - 1] << 16 * (LONGEST - size);
        slice(s->channel, key, &first, &behind);
        States *next = &s->pending[(place + size) % (LONGEST + 1)];
        for (int32_t i = 0; i < s->kept.size && !s->failed; i++) {
            const State *from = &s->kept.at[i];
            int32_t pays = budget(s, from, best);
            if (next->size) { /* a path is never cheaper than the one it goes on from */
                int32_t near = next->least + s->beam->margin - from->total;
                if (near < pays) pays = near;
            }
            for (int32_t r = first; r < behind; r++) {
                const Rule *rule = &s->rules[r];
                State grown;
                if (rule->cost > pays) break;
                if (apply(s, from, rule, size == left, &grown)) push_near(s, next, grown);
            }
        }
    }
}

/* The paths that end here as whole words, the cheapest first. */
static void finish(Search *s, int open) {
    s->finals.size = 0;
    for (int32_t i = 0; i < s->kept.size && !s->failed; i++) {
        State state = s->kept.at[i];
        int32_t word;
        int stored = last(s, &state, open, &word);
        if (stored == NOT) continue;
        state.cost += stored * s->lexicon->step;
        push(s, &s->finals, state);
        int32_t place = s->finals.size - 1;
        for (; place > 0 && s->finals.at[place - 1].cost > state.cost; place--)
            s->finals.at[place] = s->finals.at[place - 1];
        s->finals.at[place] = state;
    }
}

static int make_room(Found *found, int64_t steps) {
    int64_t room = found->room;
    int32_t **columns[] = {&found->form, &found->word, &found->prior, &found->channel,
                           &found->count};
    for (int i = 0; i < 5; i++) {
        room = found->room;
        if (!grow((void **)columns[i], &room, found->size + 1, sizeof(int32_t))) return 0;
    }
    int64_t same = found->room;
    if (!grow((void **)&found->titled, &same, found->size + 1, 1)) return 0;
    found->room = room;
    return grow((void **)&found->steps, &found->step_room, found->stepped + steps, sizeof(int32_t));
}

/* Write down the paths that ended, with the steps from their starts. */
static void trace(Search *s, int32_t form, Found *found) {
    for (int32_t i = 0; i < s->finals.size; i++) {
        const State *state = &s->finals.at[i];
        int32_t count = 0, cost = 0;
        for (int32_t at = state->parent; at >= 0; at = s->trail[2 * at])
            count += s->trail[2 * at + 1] != -1;
        if (!make_room(found, count)) {
            s->failed = 1;
            return;
        }
        int32_t *steps = found->steps + found->stepped, place = count;
        for (int32_t at = state->parent; at >= 0; at = s->trail[2 * at]) {
            int32_t step = s->trail[2 * at + 1];
            if (step == -1) continue;
            steps[--place] = step;
            if (step >= 0) cost += s->channel->cost[step];
            else if (step == SPACE) cost += s->channel->lost_space;
        }
        found->form[found->size] = form;
        found->word[found->size] = s->lexicon->word[state->node];
        found->titled[found->size] = state->titled;
        found->channel[found->size] = cost;
        found->prior[found->size] = state->cost - cost;
        found->count[found->size++] = count;
        found->stepped += count;
    }
}

static void search(Search *s, int32_t form, const int32_t *codes, int32_t length, int open,
                   Found *found) {
    for (int i = 0; i <= LONGEST; i++) s->pending[i].size = 0;
    s->stored = 0;
    s->finals.size = 0;
    State start = {0, 0, 0, -1, -1, 0, 0};
    start.total = total(s, &start);
    push_near(s, &s->pending[0], start);
    for (int32_t place = 0; place <= length && !s->failed; place++) {
        States *pending = &s->pending[place % (LONGEST + 1)];
        if (!pending->size) continue;
        merge(s, pending);
        pending->size = 0;
        if (s->failed) return;
        prune(s);
        for (int32_t i = 0; i < s->kept.size; i++) store(s, &s->kept.at[i]);
        if (s->failed) return;
        if (place < length) {
            int32_t count = s->kept.size;
            join(s, count, open, COMPOUND);
            if (s->channel->lost_space < s->beam->dearest) join(s, count, open, SPACE);
        }
        lose(s);
        if (s->failed) return;
        if (place < length) extend(s, codes + place, length - place, place);
        else finish(s, open);
    }
    if (!s->failed) trace(s, form, found);
}

PUBLIC void svfix_free(Found *found) {
    if (!found) return;
    void *columns[] = {found->form, found->word, found->prior, found->channel, found->count,
                       found->steps, found->titled};
    for (int i = 0; i < 7; i++) free(columns[i]);
    free(found);
}

/* The numbers of whole forms, as in trie.py; -1 for those that are not there.

   Some forms are followed side by side, as each step waits for memory; `found` is the node of each
   until its form ends. */
PUBLIC void svfix_find(const Lexicon *lexicon, int64_t forms, const uint8_t *labels,
                       const int64_t *start, int32_t *found) {
    for (int64_t first = 0; first < forms; first += ABREAST) {
        int64_t behind = first + ABREAST < forms ? first + ABREAST : forms, going = 1;
        for (int64_t form = first; form < behind; form++)
            found[form] = start[form] < start[form + 1] ? 0 : -1;
        for (int64_t depth = 0; going; depth++) {
            going = 0;
            for (int64_t form = first; form < behind; form++) {
                int64_t at = start[form] + depth;
                if (found[form] < 0 || at >= start[form + 1]) continue;
                found[form] = child(lexicon, found[form], labels[at]);
                going = 1;
            }
        }
        for (int64_t form = first; form < behind; form++)
            if (found[form] >= 0) found[form] = lexicon->word[found[form]];
    }
}

/* Search for the candidates of forms: `codes` from `start[i]` to `start[i + 1]` each. */
PUBLIC Found *svfix_search(const Lexicon *lexicon, const Channel *channel, const Beam *beam,
                           int32_t forms, const int32_t *codes, const int64_t *start,
                           const uint8_t *open) {
    Search s;
    memset(&s, 0, sizeof s);
    s.lexicon = lexicon;
    s.channel = channel;
    s.beam = beam;
    slice(channel, 0, &s.lost, &s.lost_end);
    Found *found = calloc(1, sizeof(Found));
    s.rules = side_by_side(channel);
    s.failed = !found || !s.rules;
    for (int32_t form = 0; form < forms && !s.failed; form++)
        search(&s, form, codes + start[form], (int32_t)(start[form + 1] - start[form]), open[form],
               found);
    for (int i = 0; i <= LONGEST; i++) free(s.pending[i].at);
    free(s.near.at);
    free(s.kept.at);
    free(s.finals.at);
    free(s.trail);
    free(s.slots);
    free(s.rules);
    if (s.failed) {
        svfix_free(found);
        return NULL;
    }
    return found;
}
