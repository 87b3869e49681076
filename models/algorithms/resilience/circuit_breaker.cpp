#include "models/algorithms/resilience/circuit_breaker.h"

#include <algorithm>  // max

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kSuccesses = 0;
constexpr std::size_t kFailures = 1;

const CircuitBreaker::Options& checked(const CircuitBreaker::Options& options) {
  require(options.failures_max >= 0, "failures_max must be at least 0");
  require(options.failure_ratio >= 0.0 && options.failure_ratio <= 1.0,
          "failure_ratio must be within 0..1");
  require(options.failures_max > 0 || options.failure_ratio > 0.0,
          "failures_max or failure_ratio must be set, or the breaker never opens");
  require(options.calls_min >= 1, "calls_min must be at least 1");
  require(options.open_for > 0ns, "open_for must be positive");
  require(options.probes_max >= 1, "probes_max must be at least 1");
  require(options.successes_to_close >= 1, "successes_to_close must be at least 1");
  return options;
}

}  // namespace

CircuitBreaker::CircuitBreaker(const Options& options)
    : options_(checked(options)), results_(options.window) {}

std::optional<CircuitBreaker::Permit> CircuitBreaker::admit(Time now) {
  advance(now);
  if (state_ == State::kOpen) {
    return std::nullopt;
  }
  if (state_ == State::kHalfOpen) {
    if (probes_in_flight_ == options_.probes_max) {
      return std::nullopt;
    }
    // Counted before the call, so that two callers cannot both believe they are the only probe.
    ++probes_in_flight_;
  }
  return Permit{generation_};
}

void CircuitBreaker::on_success(Permit permit, Time now) {
  advance(now);
  if (!is_current(permit)) {
    return;
  }
  if (state_ == State::kHalfOpen) {
    --probes_in_flight_;
    if (++probes_succeeded_ >= options_.successes_to_close) {
      enter(State::kClosed);
    }
    return;
  }
  failures_in_a_row_ = 0;
  results_.add(latest_, kSuccesses);
  judge_closed();  // the success may be the one that completes calls_min
}

void CircuitBreaker::on_failure(Permit permit, Time now) {
  advance(now);
  if (!is_current(permit)) {
    return;
  }
  if (state_ == State::kHalfOpen) {
    open();
    return;
  }
  ++failures_in_a_row_;
  results_.add(latest_, kFailures);
  judge_closed();
}

void CircuitBreaker::on_abandoned(Permit permit) {
  if (is_current(permit) && state_ == State::kHalfOpen) {
    --probes_in_flight_;
  }
}

CircuitBreaker::State CircuitBreaker::state(Time now) {
  advance(now);
  return state_;
}

Duration CircuitBreaker::retry_after(Time now) {
  advance(now);
  return state_ == State::kOpen ? options_.open_for - (latest_ - opened_at_) : Duration{0};
}

void CircuitBreaker::advance(Time now) {
  latest_ = std::max(latest_, now);
  if (state_ == State::kOpen && latest_ - opened_at_ >= options_.open_for) {
    enter(State::kHalfOpen);
  }
}

void CircuitBreaker::enter(State state) {
  state_ = state;
  ++generation_;
  failures_in_a_row_ = 0;
  probes_in_flight_ = 0;
  probes_succeeded_ = 0;
  results_.clear();
}

void CircuitBreaker::open() {
  enter(State::kOpen);
  opened_at_ = latest_;
  ++times_opened_;
}

void CircuitBreaker::judge_closed() {
  const bool row_is_full = options_.failures_max > 0 && failures_in_a_row_ >= options_.failures_max;
  const std::int64_t failures = results_.total(latest_, kFailures);
  const std::int64_t calls = failures + results_.total(latest_, kSuccesses);
  const bool share_is_high =
      options_.failure_ratio > 0.0 && calls >= options_.calls_min &&
      static_cast<double>(failures) >= options_.failure_ratio * static_cast<double>(calls);
  if (row_is_full || share_is_high) {
    open();
  }
}

const char* to_string(CircuitBreaker::State state) {
  switch (state) {
    case CircuitBreaker::State::kClosed:
      return "closed";
    case CircuitBreaker::State::kOpen:
      return "open";
    case CircuitBreaker::State::kHalfOpen:
      return "half-open";
  }
  return "unknown";
}

}  // namespace napkin::algorithms
