#include "sim/stats/time_average.h"

#include <algorithm>

#include "sim/kernel/assert.h"

namespace napkin {

void TimeAverage::restart(Time now) {
  *this = TimeAverage(now, level_);
}

Int128 TimeAverage::integral(Time now) const {
  NAPKIN_ASSERT(now >= changed_);
  return integral_ + static_cast<Int128>(level_) * (now - changed_).count();
}

double TimeAverage::average(Time until) const {
  return average(Mark{start_, 0}, until);
}

double TimeAverage::average(const Mark& since, Time until) const {
  const Int128 gained = integral(until) - since.integral;
  if (until <= since.at) {
    return static_cast<double>(level_);
  }
  return static_cast<double>(gained) / static_cast<double>((until - since.at).count());
}

}  // namespace napkin
