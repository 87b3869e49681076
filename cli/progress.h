#pragma once

#include <chrono>  // steady_clock
#include <string>  // string

#include "sim/kernel/time.h"

namespace napkin::cli {

/// A line on standard error that says how far a run is and how long it will still take. Only on a
/// terminal, at most ten times a second; erased at the end.
class Progress {
 public:
  Progress(std::string what, Duration simulated_total, bool wanted);

  ~Progress() { finish(); }

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `simulated` of `runs` times the total.
  void show(Time simulated, std::int64_t runs = 1);
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  Duration total_;
  bool shown_;
  bool on_screen_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point last_ = started_;
};

}  // namespace napkin::cli
