#pragma once

#include "models/algorithms/base/rolling_counts.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A bound on a client's retries as a share of its own traffic, so that an outage adds a fifth to
/// the load instead of multiplying it.
///
/// Each first try deposits `ratio` of a retry, which expires after `window`; each retry withdraws
/// one. A floor of `retries_per_second_min` lets a quiet client retry at all.
///
/// O(1); about 200 bytes.
/// Source: Twitter Finagle, RetryBudget; Google SRE book, chapter 22, "Retries".
///
///     RetryBudget budget({.ratio = 0.2});
///     budget.on_request(now);
///     if (failed && budget.try_retry(now)) retry();
class RetryBudget final {
 public:
  struct Options {
    double ratio = 0.2;                  ///< retries per first try, >= 0
    double retries_per_second_min = 10;  ///< >= 0
    Duration window = 10s;               ///< > 0
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit RetryBudget(const Options& options);

  /// Counts a first try.
  void on_request(Time now);

  /// True, and counted, when one more retry is within the budget.
  [[nodiscard]] bool try_retry(Time now);

  /// Retries that the budget would grant now; fractions are on their way.
  [[nodiscard]] double balance(Time now);

 private:
  Options options_;
  double reserve_;
  RollingCounts<2> counts_;
};

}  // namespace napkin::algorithms
