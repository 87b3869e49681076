#include "models/algorithms/resilience/retry_budget.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kRequests = 0;
constexpr std::size_t kRetries = 1;

/// A fifth is no binary fraction: five deposits of 0.2 must still buy one retry.
constexpr double kRoundingSlack = 1e-9;

}  // namespace

RetryBudget::RetryBudget(const Options& options)
    : options_(options),
      reserve_(options.retries_per_second_min * static_cast<double>(options.window.count()) / 1e9),
      counts_(options.window) {
  require(options.ratio >= 0.0, "ratio must not be negative");
  require(options.retries_per_second_min >= 0.0, "retries_per_second_min must not be negative");
}

void RetryBudget::on_request(Time now) {
  counts_.add(now, kRequests);
}

bool RetryBudget::try_retry(Time now) {
  if (balance(now) + kRoundingSlack < 1.0) {
    return false;
  }
  counts_.add(now, kRetries);
  return true;
}

double RetryBudget::balance(Time now) {
  const auto requests = static_cast<double>(counts_.total(now, kRequests));
  const auto retries = static_cast<double>(counts_.total(now, kRetries));
  return reserve_ + options_.ratio * requests - retries;
}

}  // namespace napkin::algorithms
