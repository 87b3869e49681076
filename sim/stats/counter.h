#pragma once

#include <cstdint>

namespace napkin {

/// How often something happened since the start of measurement.
class Counter {
 public:
  void add(std::int64_t count = 1) { value_ += count; }

  /// Starts again at zero: for the end of a warm-up.
  void clear() { value_ = 0; }

  [[nodiscard]] std::int64_t value() const { return value_; }

  friend bool operator==(const Counter&, const Counter&) = default;

 private:
  std::int64_t value_ = 0;
};

}  // namespace napkin
