#include "sim/analysis/queue.h"

#include "sim/kernel/assert.h"

namespace napkin::analysis {

namespace {

/// Fills in what follows from the wait: Little's law.
QueueMeans from_wait(double rate, double mean_service, double utilisation, double wait) {
  QueueMeans means;
  means.utilisation = utilisation;
  means.wait = wait;
  means.response = wait + mean_service;
  means.inside = rate * means.response;
  return means;
}

QueueMeans overloaded(double utilisation) {
  QueueMeans means;
  means.utilisation = utilisation;
  means.delayed = 1;
  means.is_stable = false;
  return means;
}

}  // namespace

double erlang_b(std::int64_t servers, double offered) {
  NAPKIN_ASSERT(servers >= 0 && offered >= 0);
  double blocked = 1;
  for (std::int64_t count = 1; count <= servers; ++count) {
    blocked = offered * blocked / (static_cast<double>(count) + offered * blocked);
  }
  return blocked;
}

double erlang_c(std::int64_t servers, double offered) {
  const auto count = static_cast<double>(servers);
  if (offered >= count) {
    return 1;
  }
  const double blocked = erlang_b(servers, offered);
  return count * blocked / (count - offered * (1 - blocked));
}

QueueMeans markov_queue(double rate, double mean_service, std::int64_t servers) {
  NAPKIN_ASSERT(rate >= 0 && mean_service > 0 && servers >= 1);
  const double offered = rate * mean_service;
  const double utilisation = offered / static_cast<double>(servers);
  if (utilisation >= 1) {
    return overloaded(utilisation);
  }
  const double delayed = erlang_c(servers, offered);
  const double wait = delayed * mean_service / (static_cast<double>(servers) - offered);
  QueueMeans means = from_wait(rate, mean_service, utilisation, wait);
  means.delayed = delayed;
  return means;
}

QueueMeans general_queue(double rate, double mean_service, double variation) {
  NAPKIN_ASSERT(rate >= 0 && mean_service > 0 && variation >= 0);
  const double utilisation = rate * mean_service;
  if (utilisation >= 1) {
    return overloaded(utilisation);
  }
  const double wait = utilisation * mean_service * (1 + variation) / (2 * (1 - utilisation));
  QueueMeans means = from_wait(rate, mean_service, utilisation, wait);
  means.delayed = utilisation;
  return means;
}

QueueMeans shared_queue(double rate, double mean_service) {
  NAPKIN_ASSERT(rate >= 0 && mean_service > 0);
  const double utilisation = rate * mean_service;
  if (utilisation >= 1) {
    return overloaded(utilisation);
  }
  const double wait = mean_service * utilisation / (1 - utilisation);
  return from_wait(rate, mean_service, utilisation, wait);
}

}  // namespace napkin::analysis
