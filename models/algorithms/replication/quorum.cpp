#include "models/algorithms/replication/quorum.h"

#include <algorithm>
#include <bit>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr int kReplicasMax = 64;  // a tally keeps a bit per replica

}  // namespace

Quorum::Quorum(QuorumOptions options) : options_(options) {
  require(options.replicas >= 1 && options.replicas <= kReplicasMax,
          "quorum: replicas (N) must be 1 to 64");
  require(options.read >= 1 && options.read <= options.replicas, "quorum: read (R) must be 1 to N");
  require(options.write >= 1 && options.write <= options.replicas,
          "quorum: write (W) must be 1 to N");
}

bool Quorum::writes_see_each_other() const {
  return 2 * options_.write > options_.replicas;
}

int Quorum::guaranteed_overlap() const {
  return std::max(0, options_.read + options_.write - options_.replicas);
}

// Of the C(N, R) read quorums, C(N - fresh, R) avoid all fresh replicas; the ratio is this product.
double Quorum::stale_read_probability(int fresh_replicas) const {
  NAPKIN_CONTRACT(fresh_replicas >= 0 && fresh_replicas <= options_.replicas);
  double probability = 1.0;
  for (int chosen = 0; chosen < options_.read; ++chosen) {
    const int stale_left = std::max(0, options_.replicas - fresh_replicas - chosen);
    probability *= static_cast<double>(stale_left) / (options_.replicas - chosen);
  }
  return probability;
}

double Quorum::stale_read_probability() const {
  return stale_read_probability(options_.write);
}

double Quorum::stale_by_more_than(int versions) const {
  NAPKIN_CONTRACT(versions >= 1);
  const double missed_one = stale_read_probability();
  double missed_all = 1.0;
  for (int version = 0; version < versions && missed_all > 0.0; ++version) {
    missed_all *= missed_one;
  }
  return missed_all;
}

QuorumTally::QuorumTally(int replicas, int required) : replicas_(replicas), required_(required) {
  NAPKIN_CONTRACT(required >= 0);
  NAPKIN_CONTRACT(required <= replicas);
  NAPKIN_CONTRACT(replicas <= kReplicasMax);
}

int QuorumTally::successes() const {
  return std::popcount(successes_);
}

int QuorumTally::failures() const {
  return std::popcount(failures_);
}

QuorumOutcome QuorumTally::outcome() const {
  if (successes() >= required_) {
    return QuorumOutcome::kReached;
  }
  const bool enough_left = replicas_ - failures() >= required_;
  return enough_left ? QuorumOutcome::kPending : QuorumOutcome::kUnreachable;
}

bool QuorumTally::count(int replica, std::uint64_t* answers) {
  NAPKIN_CONTRACT(replica >= 0 && replica < replicas_);
  const std::uint64_t bit = std::uint64_t{1} << replica;
  if (((successes_ | failures_) & bit) != 0) {
    return false;
  }
  *answers |= bit;
  return true;
}

}  // namespace napkin::algorithms
