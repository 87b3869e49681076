#include "sim/run/budget.h"

namespace napkin {

void declare(Declaration<BudgetKeys>& keys) {
  keys.about("What a run may cost; it ends with partial results when it would cost more");
  keys.count("events", &BudgetKeys::events).at_least(1).help("events; by default without limit");
  keys.count("pending", &BudgetKeys::pending)
      .at_least(1000)
      .otherwise("100M")
      .help("events that wait at one time: messages under way, work in service, timers");
  keys.count("instant", &BudgetKeys::instant)
      .at_least(1000)
      .otherwise("500k")
      .help(
          "events at one instant, beside 16 for each that waited when it began; ten times as many "
          "in a millionth of the run");
  keys.duration("wall", &BudgetKeys::wall)
      .more_than("0s")
      .help("real time; by default without limit");
  keys.bytes("memory", &BudgetKeys::memory)
      .at_least("64MiB")
      .at_most("1TiB")
      .otherwise("4GiB")
      .help("memory of the program");
  keys.bytes("output", &BudgetKeys::output)
      .at_least("64KiB")
      .at_most("1TiB")
      .otherwise("1GiB")
      .help("result files together");
}

}  // namespace napkin
