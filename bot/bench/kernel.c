/* The limit of sizing: the guard ladder and the order of one lead buy, one pass over the columns, 128-bit products.
   Written from the rulebook beside the product; the bench compares every column it makes with the product's. */
#include <stdint.h>

typedef __int128 wide;

struct trigger {
    int64_t notional, quantity, lead_equity, ask, bid, worth_over, worth_under, spread, tick, notional_min, quantity_min;
};

enum { LOT = 10000, RATIO = 100000000 };
enum { NONE, STOPPED, PAUSED, TOO_LOW, TOTAL, FUNDS };

void size_copies(int64_t count, const struct trigger *t, const int32_t *person, const uint8_t *state,
                 const uint8_t *paused, const uint8_t *sizing, const int64_t *amount, const int64_t *max_total,
                 const int64_t *cash, const int64_t *bound, const int64_t *open_cost, const int64_t *held,
                 const int64_t *people_cash, const uint8_t *codes, uint8_t *reason, int64_t *asked, int64_t *quantity,
                 int64_t *limit, int64_t *hold) {
    wide dearest = (wide)(t->notional + 1) * (RATIO + t->spread) * t->worth_under
                   / ((wide)t->quantity * t->worth_over) / RATIO;
    for (int64_t i = 0; i < count; i++) {
        int smart = sizing[i] == 2;
        int64_t want = amount[i];
        if (sizing[i] == 1) want = (wide)amount[i] * t->notional / RATIO;
        if (smart) {
            int64_t equity = cash[i] + bound[i] + (int64_t)((wide)held[i] * t->bid * t->worth_over / t->worth_under);
            if (t->notional < t->lead_equity) equity = (wide)equity * t->notional / t->lead_equity;
            want = equity < cash[i] ? equity : cash[i];
        }
        int64_t free_quote = smart ? cash[i] : people_cash[person[i]];
        int64_t room = smart ? free_quote : max_total[i] - open_cost[i] - bound[i];
        int64_t units = (wide)want * t->worth_under / ((wide)t->ask * t->worth_over);
        units -= units % LOT;
        int why = NONE;
        if (state[i] != 1) why = STOPPED;
        else if (paused[i]) why = PAUSED;
        else if (want < t->notional_min || units < t->quantity_min) why = TOO_LOW;
        else if (want > room) why = TOTAL;
        else if (want > free_quote) why = FUNDS;
        if (room > free_quote) room = free_quote;
        int64_t cap = 0;
        if (why) units = 0;
        if (units) {
            wide most = (wide)room * t->worth_under / ((wide)units * t->worth_over);
            cap = most < dearest ? most : dearest;
            cap -= cap % t->tick;
        }
        reason[i] = codes[why];
        asked[i] = want;
        quantity[i] = units;
        limit[i] = cap;
        hold[i] = (wide)units * cap * t->worth_over / t->worth_under;
    }
}

/* The limit of a settlement: payable and refund of every copying. */
void settle(int64_t count, const int64_t *withheld, const int64_t *due, int64_t *payable, int64_t *refund) {
    for (int64_t i = 0; i < count; i++) {
        int64_t pay = due[i] > 0 ? due[i] : 0;
        payable[i] = pay < withheld[i] ? pay : withheld[i];
        refund[i] = withheld[i] - payable[i];
    }
}

/* The limit of a sweep of total stop-losses: one fused pass over every copying's coins, products in 128 bits. */
int64_t sweep_stops(int64_t count, int64_t coins, const int64_t *const *held, const int64_t *marks, int64_t worth_over,
                    int64_t worth_under, const int64_t *realised, const int64_t *open_cost, const int64_t *limit,
                    const uint8_t *state, uint8_t *reached) {
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) {
        wide worth = 0;
        for (int64_t c = 0; c < coins; c++) worth += (wide)held[c][i] * marks[c];
        int64_t net = realised[i] + (int64_t)(worth * worth_over / worth_under) - open_cost[i];
        reached[i] = state[i] == 1 && limit[i] > 0 && net <= -limit[i];
        found += reached[i];
    }
    return found;
}
