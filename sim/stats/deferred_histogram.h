#pragma once

#include <array>    // array
#include <cstddef>  // size_t
#include <cstdint>  // int64_t, uint32_t

#include "sim/stats/histogram.h"

namespace napkin {

/// A histogram that counts in batches: values wait in a short list, and are counted together when
/// it is full.
///
/// There is one for every operation of every instance, far more than fit a cache, so that counting
/// a value is mostly waiting for memory. Sixteen values are waited for at the same time.
class DeferredHistogram {
 public:
  explicit DeferredHistogram(int precision_digits) : histogram_(precision_digits) {}

  /// Counts `value` >= 0.
  void record(std::int64_t value) {
    waiting_[waiting_count_++] = value;
    if (waiting_count_ == waiting_.size()) {
      flush();
    }
  }

  void clear() {
    waiting_count_ = 0;
    histogram_.clear();
  }

  /// Everything recorded so far.
  [[nodiscard]] Histogram histogram() const {
    Histogram all = histogram_;
    for (std::size_t index = 0; index < waiting_count_; ++index) {
      all.record(waiting_[index]);
    }
    return all;
  }

 private:
  void flush() {
    for (const std::int64_t value : waiting_) {
      histogram_.record(value);
    }
    waiting_count_ = 0;
  }

  std::uint32_t waiting_count_ = 0;
  std::array<std::int64_t, 16> waiting_{};
  Histogram histogram_;
};

}  // namespace napkin
