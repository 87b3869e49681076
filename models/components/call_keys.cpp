#include "models/components/call_keys.h"

// Found beside the structs, which are those of the algorithms themselves.
namespace napkin::algorithms {

void declare(Declaration<RetrySchedule::Options>& keys) {
  keys.about("How a failed call is tried again");
  keys.choice<Backoff>("backoff",
                       &RetrySchedule::Options::backoff,
                       {{"none", Backoff::kNone},
                        {"immediate", Backoff::kImmediate},
                        {"fixed", Backoff::kFixed},
                        {"incremental", Backoff::kIncremental},
                        {"exponential", Backoff::kExponential}})
      .otherwise("exponential")
      .help("how the wait grows from one retry to the next");
  keys.choice<Jitter>("jitter",
                      &RetrySchedule::Options::jitter,
                      {{"none", Jitter::kNone},
                       {"full", Jitter::kFull},
                       {"equal", Jitter::kEqual},
                       {"decorrelated", Jitter::kDecorrelated}})
      .otherwise("full")
      .help("how the wait is blurred, so that callers do not come back together");
  keys.count("retries", &RetrySchedule::Options::retries_max)
      .at_most(1000)
      .otherwise("3")
      .help("further tries after the first");
  keys.duration("base", &RetrySchedule::Options::base).otherwise("100ms").help("the first wait");
  keys.duration("increment", &RetrySchedule::Options::increment)
      .otherwise("100ms")
      .help("with incremental: added for each retry");
  keys.number("multiplier", &RetrySchedule::Options::multiplier)
      .at_least(1)
      .otherwise("2")
      .help("with exponential: growth for each retry");
  keys.duration("cap", &RetrySchedule::Options::cap).otherwise("20s").help("the longest wait");
  keys.check([](const RetrySchedule::Options& options, const KeyPlaces& places) {
    if (options.cap < options.base) {
      places.error(
          "cap", "the longest wait is shorter than the first one", "make cap at least base");
    }
    if (options.jitter == Jitter::kDecorrelated && options.backoff != Backoff::kExponential) {
      places.error("jitter",
                   "decorrelated jitter goes with exponential back-off only",
                   "write backoff: exponential, or jitter: full");
    }
  });
}

void declare(Declaration<CircuitBreaker::Options>& keys) {
  keys.about("A guard that stops calling what keeps failing");
  keys.count("failures", &CircuitBreaker::Options::failures_max)
      .otherwise("5")
      .help("failures in a row that open it; 0: never for this reason");
  keys.ratio("failure_ratio", &CircuitBreaker::Options::failure_ratio)
      .otherwise("0%")
      .help("share of failures in the window that opens it; 0%: never");
  keys.count("calls_min", &CircuitBreaker::Options::calls_min)
      .at_least(1)
      .otherwise("20")
      .help("calls in the window before the share is judged");
  keys.duration("window", &CircuitBreaker::Options::window)
      .more_than("0s")
      .otherwise("10s")
      .help("the share of failures is taken over it");
  keys.duration("open_for", &CircuitBreaker::Options::open_for)
      .more_than("0s")
      .otherwise("30s")
      .help("how long every call is refused");
  keys.count("probes", &CircuitBreaker::Options::probes_max)
      .at_least(1)
      .otherwise("1")
      .help("calls at a time while it tries again");
  keys.count("successes_to_close", &CircuitBreaker::Options::successes_to_close)
      .at_least(1)
      .otherwise("1")
      .help("successful probes that close it");
  keys.check([](const CircuitBreaker::Options& options, const KeyPlaces& places) {
    if (options.failures_max == 0 && options.failure_ratio == 0) {
      places.error("failures", "this breaker never opens", "give failures or failure_ratio");
    }
  });
}

void declare(Declaration<AdaptiveThrottle::Options>& keys) {
  keys.about("A guard that holds back what an overloaded server would refuse");
  keys.number("k", &AdaptiveThrottle::Options::k)
      .at_least(1)
      .otherwise("2")
      .help("requests sent for each one that is accepted");
  keys.duration("window", &AdaptiveThrottle::Options::window)
      .more_than("0s")
      .otherwise("120s")
      .help("what was accepted is counted over it");
}

}  // namespace napkin::algorithms

namespace napkin::components {

void declare(Declaration<RetryKeys>& keys) {
  keys.about("How a failed call is tried again");
  keys.include(&RetryKeys::schedule);
  keys.boolean("conflicts", &RetryKeys::conflicts)
      .otherwise("false")
      .help("try again also when somebody else was first, as under optimistic concurrency");
  keys.ratio("budget", &RetryKeys::budget)
      .at_most("1000%")
      .help("retries at most, as a share of first tries; by default without limit");
}

void declare(Declaration<BreakerKeys>& keys) {
  keys.about("A guard that stops calling what keeps failing");
  keys.include(&BreakerKeys::options);
}

void declare(Declaration<ThrottleKeys>& keys) {
  keys.about("A guard that holds back what an overloaded server would refuse");
  keys.include(&ThrottleKeys::options);
}

void declare(Declaration<ConnectionKeys>& keys) {
  keys.about("Connections that an instance keeps, one for each call under way");
  keys.count("min", &ConnectionKeys::minimum)
      .otherwise("0")
      .help("kept open always; one more is opened when all are in use, closed when nobody waits");
  keys.count("max", &ConnectionKeys::maximum)
      .at_least(1)
      .at_most(1000000)
      .otherwise("10")
      .help("open at most; who finds all of them in use waits in line; 1 is a lock");
  keys.duration("open", &ConnectionKeys::open).otherwise("0s").help("time to open one more");
  keys.duration("timeout", &ConnectionKeys::timeout)
      .more_than("0s")
      .otherwise("1s")
      .help("how long a call waits for one; then it fails as timed out");
  keys.check([](const ConnectionKeys& options, const KeyPlaces& places) {
    if (options.minimum > options.maximum) {
      places.error(
          "min", "more connections are kept open than there may be", "make min at most max");
    }
  });
}

void declare(Declaration<PolicyKeys>& keys) {
  keys.about("How a call is made");
  keys.duration("timeout", &PolicyKeys::timeout)
      .more_than("0s")
      .otherwise("1s")
      .help("how long one try waits for its answer");
  keys.duration("deadline", &PolicyKeys::deadline)
      .more_than("0s")
      .help("how long the call may take with all its tries; handed on to the calls it causes");
  keys.object("retry", &PolicyKeys::retry).help("try again when it fails");
  keys.duration("hedge_after", &PolicyKeys::hedge_after)
      .help("send a second try when the first has not answered by then");
  keys.object("breaker", &PolicyKeys::breaker).help("stop calling while it keeps failing");
  keys.object("throttle", &PolicyKeys::throttle)
      .help("hold back while much of what is sent is refused for overload");
  keys.count("limit", &PolicyKeys::limit)
      .at_least(1)
      .help("calls under way at once; more are rejected");
  keys.object("connections", &PolicyKeys::connections)
      .help("a pool of connections: each call needs one, from its first try to its last");
}

}  // namespace napkin::components
