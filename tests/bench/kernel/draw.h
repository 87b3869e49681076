#pragma once

#include "sim/kernel/laws.h"
#include "sim/kernel/random.h"

namespace napkin::bench {

/// The random delays of a benchmark. Every row, bare loops and peers included, draws from the same
/// stream, so that rows differ in what they do with the numbers only.
class Draw {
 public:
  explicit Draw(Duration mean, const char* purpose = "delay")
      : random_(42, "bench", purpose), law_(laws::exponential(static_cast<double>(mean.count()))) {}

  [[nodiscard]] Duration next() { return law_.sample_duration(random_); }

  [[nodiscard]] std::uint64_t next_ns() { return static_cast<std::uint64_t>(next().count()); }

 private:
  RandomStream random_;
  Law law_;
};

}  // namespace napkin::bench
