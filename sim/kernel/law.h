#pragma once

#include <memory>  // shared_ptr
#include <string>  // string

#include "sim/kernel/distribution.h"
#include "sim/kernel/time.h"

namespace napkin {

/// How long something takes, how large it is, which key is asked for: a distribution as a value.
/// Cheap to copy; copies share one immutable distribution. By default the constant 0.
class Law final {
 public:
  Law();

  /// Requires: a distribution.
  explicit Law(std::shared_ptr<const Distribution> distribution);

  /// Always `value`; draws nothing from the stream.
  [[nodiscard]] static Law constant(double value);
  [[nodiscard]] static Law constant(Duration value);

  /// Memoryless, with `mean`; throws LawError unless it is positive.
  [[nodiscard]] static Law exponential(double mean);
  [[nodiscard]] static Law exponential(Duration mean);

  /// One value in the law's own unit.
  [[nodiscard]] double sample(RandomStream& random) const {
    return quick_.kind == QuickDraw::Kind::kConstant ? quick_.mean : draw(random);
  }

  /// One value of a law of nanoseconds, to the nearest nanosecond; see `to_duration` for the ends.
  [[nodiscard]] Duration sample_duration(RandomStream& random) const {
    return to_duration(sample(random));
  }

  [[nodiscard]] double mean() const { return distribution_->mean(); }

  [[nodiscard]] double variance() const { return distribution_->variance(); }

  [[nodiscard]] double cdf(double x) const { return distribution_->cdf(x); }

  /// Requires: 0 < p < 1.
  [[nodiscard]] double quantile(double p) const { return distribution_->quantile(p); }

  [[nodiscard]] std::string describe() const { return distribution_->describe(); }

  [[nodiscard]] const Distribution& distribution() const { return *distribution_; }

  /// The longest span that a law yields, 73 years: long enough to outlast any run, short enough
  /// that adding it to the time of day does not overflow the clock.
  static constexpr Duration kDurationMax{std::int64_t{1} << 61U};

  /// `value_ns` to the nearest nanosecond. Negative values become 0, and values beyond kDurationMax
  /// (the far tail of a heavy law) become kDurationMax. Requires: a number.
  [[nodiscard]] static Duration to_duration(double value_ns) {
    constexpr auto kLimit = static_cast<double>(kDurationMax.count());
    if (value_ns > 0 && value_ns < kLimit) [[likely]] {
      return Duration{static_cast<std::int64_t>(value_ns + 0.5)};
    }
    NAPKIN_ASSERT(value_ns <= 0 || value_ns >= kLimit);
    return value_ns > 0 ? kDurationMax : Duration{0};
  }

 private:
  [[nodiscard]] double draw(RandomStream& random) const;

  std::shared_ptr<const Distribution> distribution_;
  QuickDraw quick_;
};

}  // namespace napkin
