/* Learns a cloze, batch by batch: see learn_cloze.py, which compiles and calls this.
 *
 * What is dense, the layers, numpy learns; here is what is sparse: the rows of words, each example
 * one step down the slope of its loss. Rows of context words have a step size each, numbers in the
 * rows of words to be told one each (AdaGrad).
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define MOST_RIVALS 64       /* drawn for an example, and the word itself */

static const float SETTLED = 0.003f; /* an error that teaches nothing */
static const float FLAT = 1e-12f;    /* a slope that moves nothing */

typedef struct {
    float *near, *near_moved, *end, *end_moved, *far, *far_moved; /* (row, size); one for each row */
    float *words, *words_moved;                                   /* (word, out), both */
    float *bias, *bias_moved;                                     /* by word */
    const int32_t *ending;                                        /* by context word */
    const int32_t *start, *rival; /* the rivals of word i: start[i] to start[i + 1] */
    const float *chance;          /* of a rival to be drawn */
    uint64_t random;
    int32_t size, out, nearest, far_off; /* far_off: words on either side */
    float rate;
} Network;

static float uniform(Network *net)   /* xorshift (Marsaglia 2003) */
{
    net->random ^= net->random << 13;
    net->random ^= net->random >> 7;
    net->random ^= net->random << 17;
    return (float)(net->random >> 40) / (1 << 24);
}

/* What is around examples: of each side the rows of the nearest words, then the sums of others. */
void gather(const Network *net, const int32_t *context, int64_t count, float *x, int64_t stride)
{
    const int size = net->size, nearest = net->nearest, far_off = net->far_off;
    for (int64_t i = 0; i < count; i++, x += stride)
        for (int side = 0; side < 2; side++, context += far_off) {
            for (int k = 0; k < nearest; k++) {
                const float *row = net->near + (int64_t)context[k] * size;
                const float *end = net->end + (int64_t)net->ending[context[k]] * size;
                for (int d = 0; d < size; d++)
                    x[(side * nearest + k) * size + d] = row[d] + end[d];
            }
            float *sum = x + (2 * nearest + side) * size;
            memset(sum, 0, size * sizeof(float));
            for (int k = nearest; k < far_off; k++)
                for (int d = 0; d < size; d++)
                    sum[d] += net->far[(int64_t)context[k] * size + d];
        }
}

static void move(float *rows, float *moved, int32_t which, const float *slope, int size, float rate)
{
    float *row = rows + (int64_t)which * size, length = 0;
    for (int d = 0; d < size; d++)
        length += slope[d] * slope[d];
    if (length < FLAT)
        return;
    moved[which] += length / size;
    float step = rate / sqrtf(moved[which]);
    for (int d = 0; d < size; d++)
        row[d] -= step * slope[d];
}

/* Move the rows of context words down the slopes of what `gather` made of them. */
void scatter(Network *net, const int32_t *context, int64_t count, const float *x, int64_t stride)
{
    const int size = net->size, nearest = net->nearest, far_off = net->far_off;
    for (int64_t i = 0; i < count; i++, x += stride)
        for (int side = 0; side < 2; side++, context += far_off) {
            for (int k = 0; k < nearest; k++) {
                const float *slope = x + (side * nearest + k) * size;
                move(net->near, net->near_moved, context[k], slope, size, net->rate);
                move(net->end, net->end_moved, net->ending[context[k]], slope, size, net->rate);
            }
            const float *slope = x + (2 * nearest + side) * size;
            for (int k = nearest; k < far_off; k++)
                move(net->far, net->far_moved, context[k], slope, size, net->rate);
        }
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

/* Learn to tell words from their rivals: `gap` (example, out) is compared, `slope` is added to.
 * The loss, summed. */
double rivals(Network *net, const int32_t *word, int64_t count, const float *gap, float *slope)
{
    double loss = 0;
    const int out = net->out;
    for (int64_t n = 0; n < count; n++, gap += out, slope += out) {
        int32_t drawn[MOST_RIVALS];
        float score[MOST_RIVALS];
        int size = draw(net, word[n], drawn, score);
        for (int i = 0; i < size; i++) {
            const float *row = net->words + (int64_t)drawn[i] * out;
            float sum = 0;
            for (int d = 0; d < out; d++)
                sum += row[d] * gap[d];
            score[i] += sum + net->bias[drawn[i]];
        }
        loss += judge(score, size);
        for (int i = 0; -score[0] >= SETTLED && i < size; i++) {
            float error = score[i];
            if (fabsf(error) < SETTLED)
                continue;
            float *row = net->words + (int64_t)drawn[i] * out;
            float *moved = net->words_moved + (int64_t)drawn[i] * out;
            for (int d = 0; d < out; d++) {
                float step = error * gap[d];
                slope[d] += error * row[d];
                moved[d] += step * step;
                row[d] -= net->rate * step / sqrtf(moved[d]);
            }
            net->bias_moved[drawn[i]] += error * error;
            net->bias[drawn[i]] -= net->rate * error / sqrtf(net->bias_moved[drawn[i]]);
        }
    }
    return loss;
}
