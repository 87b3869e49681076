#pragma once

#include <vector>  // vector

namespace napkin::analysis {

/// A chain of states 0, 1, ..., n that moves by one at a time: up from i at rate `up[i]`, down from
/// i + 1 to i at rate `down[i]`. Queues of all kinds, replicas that fail and are repaired.
struct BirthDeathChain {
  std::vector<double> up;
  std::vector<double> down;  ///< as many as `up`
};

/// How much of the time it spends in each state; sums to 1. Requires: as many rates up as down, all
/// down above 0.
[[nodiscard]] std::vector<double> stationary_shares(const BirthDeathChain& chain);

/// The mean number of its state.
[[nodiscard]] double mean_state(const std::vector<double>& shares);

/// Mean time from state 0 until it first reaches its last state: the mean time to data loss, when
/// states count failed replicas. Solves the linear equations of the absorbing chain. Requires: all
/// rates up above 0.
[[nodiscard]] double mean_time_to_last(const BirthDeathChain& chain);

}  // namespace napkin::analysis
