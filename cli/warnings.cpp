#include "cli/warnings.h"

#include <cstdio>

#include <fmt/format.h>

#include "sim/run/forecast.h"
#include "sim/scenario/printable.h"

namespace napkin::cli {

void print_warnings(const ScenarioPlan& plan) {
  for (const ForecastOverload& overload : forecast_overloads(plan)) {
    const Mark& mark = overload.node.mark();
    fmt::print(stderr,
               "{}:{}:{}: warning: not stable: {}\n",
               printable(mark.file()),
               mark.line,
               mark.column,
               printable(overload.in_words()));
  }
}

}  // namespace napkin::cli
