/* Learns a cloze, example by example: see learn_cloze.py, which compiles and calls this.
 *
 * Each example is one step down the slope of its loss. Rows of the table have a step size each,
 * weights of the words one each (AdaGrad).
 */
#include <math.h>
#include <stdint.h>

#define SIZE 64           /* of a row, as in svfix.lexicon.cloze */
#define MOST_RIVALS 256   /* drawn for an example, and the word itself */

static const float RATE = 0.05f;
static const float SETTLED = 0.003f; /* an error that teaches nothing */

typedef struct {
    float *table, *table_moved;            /* (row, SIZE); one for each row */
    float *words, *words_moved;            /* (word, SIZE), both */
    float *bias, *bias_moved;              /* by word */
    const int32_t *start, *rival;          /* the rivals of word i: start[i] to start[i + 1] */
    const float *chance;                   /* of a rival to be drawn */
    uint64_t random;
} Network;

static float uniform(Network *net)         /* xorshift (Marsaglia 2003) */
{
    net->random ^= net->random << 13;
    net->random ^= net->random >> 7;
    net->random ^= net->random << 17;
    return (float)(net->random >> 40) / (1 << 24);
}

/* The word and the rivals drawn for it, with what sampling adds to their scores; how many. */
static int draw(Network *net, int32_t word, int32_t *drawn, float *score)
{
    int count = 1;
    drawn[0] = word;
    score[0] = 0;
    for (int32_t i = net->start[word]; i < net->start[word + 1] && count < MOST_RIVALS; i++)
        if (net->chance[i] >= 1 || uniform(net) < net->chance[i]) {
            drawn[count] = net->rival[i];
            score[count++] = -logf(net->chance[i]);
        }
    return count;
}

/* Scores to errors: the probability of each, less 1 for the right one, the first; the loss. */
static float judge(float *score, int count)
{
    float most = score[0], total = 0;
    for (int i = 1; i < count; i++)
        most = fmaxf(most, score[i]);
    for (int i = 0; i < count; i++)
        total += score[i] = expf(score[i] - most);
    for (int i = 0; i < count; i++)
        score[i] /= total;
    float loss = -logf(score[0] + 1e-9f);
    score[0] -= 1;
    return loss;
}

static float learn(Network *net, const int32_t *rows, int width, int32_t word)
{
    float gap[SIZE] = {0}, back[SIZE] = {0}, score[MOST_RIVALS], length = 0;
    int32_t drawn[MOST_RIVALS];
    for (int f = 0; f < width; f++)
        for (int x = 0; x < SIZE; x++)
            gap[x] += net->table[(int64_t)rows[f] * SIZE + x];
    for (int x = 0; x < SIZE; x++)
        gap[x] = fmaxf(gap[x], 0);
    int count = draw(net, word, drawn, score);
    for (int i = 0; i < count; i++) {
        const float *row = net->words + (int64_t)drawn[i] * SIZE;
        float sum = 0;
        for (int x = 0; x < SIZE; x++)
            sum += row[x] * gap[x];
        score[i] += sum + net->bias[drawn[i]];
    }
    float loss = judge(score, count);
    if (-score[0] < SETTLED)
        return loss;
    for (int i = 0; i < count; i++) {
        float error = score[i], *row = net->words + (int64_t)drawn[i] * SIZE;
        float *moved = net->words_moved + (int64_t)drawn[i] * SIZE;
        if (fabsf(error) < SETTLED)
            continue;
        for (int x = 0; x < SIZE; x++) {
            float slope = error * gap[x];
            back[x] += error * row[x];
            moved[x] += slope * slope;
            row[x] -= RATE * slope / sqrtf(moved[x]);
        }
        net->bias_moved[drawn[i]] += error * error;
        net->bias[drawn[i]] -= RATE * error / sqrtf(net->bias_moved[drawn[i]]);
    }
    for (int x = 0; x < SIZE; x++) {
        back[x] = gap[x] > 0 ? back[x] : 0;
        length += back[x] * back[x];
    }
    for (int f = 0; f < width; f++) {
        float *row = net->table + (int64_t)rows[f] * SIZE, *moved = net->table_moved + rows[f];
        *moved += length / SIZE;
        float step = RATE / sqrtf(*moved);
        for (int x = 0; x < SIZE; x++)
            row[x] -= step * back[x];
    }
    return loss;
}

/* Learn from examples: `rows` (example, feature) of the table, and the words. The loss, summed. */
double learn_all(Network *net, const int32_t *rows, int width, const int32_t *word, int64_t count)
{
    double loss = 0;
    for (int64_t i = 0; i < count; i++)
        loss += learn(net, rows + i * width, width, word[i]);
    return loss;
}
