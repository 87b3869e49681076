#include "sim/analysis/birth_death.h"

// In the order in which it is written, whatever a processor can add at once.
#define EIGEN_DONT_VECTORIZE
#include <Eigen/LU>

#include "sim/kernel/assert.h"

namespace napkin::analysis {

std::vector<double> stationary_shares(const BirthDeathChain& chain) {
  NAPKIN_ASSERT(chain.up.size() == chain.down.size());
  // Relative to the likeliest state so far, so that no product over- or underflows.
  std::vector<double> shares = {1};
  double sum = 1;
  for (std::size_t state = 0; state < chain.up.size(); ++state) {
    NAPKIN_ASSERT(chain.up[state] >= 0 && chain.down[state] > 0);
    shares.push_back(shares.back() * chain.up[state] / chain.down[state]);
    sum += shares.back();
    if (sum > 1e100) {
      for (double& share : shares) {
        share /= sum;
      }
      sum = 1;
    }
  }
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

double mean_state(const std::vector<double>& shares) {
  double mean = 0;
  for (std::size_t state = 0; state < shares.size(); ++state) {
    mean += static_cast<double>(state) * shares[state];
  }
  return mean;
}

double mean_time_to_last(const BirthDeathChain& chain) {
  NAPKIN_ASSERT(chain.up.size() == chain.down.size() && !chain.up.empty());
  // For each state i before the last: (up + down) t_i - up t_{i+1} - down t_{i-1} = 1.
  const auto states = static_cast<Eigen::Index>(chain.up.size());
  Eigen::MatrixXd moves = Eigen::MatrixXd::Zero(states, states);
  for (Eigen::Index state = 0; state < states; ++state) {
    const double up = chain.up[static_cast<std::size_t>(state)];
    const double down = state == 0 ? 0 : chain.down[static_cast<std::size_t>(state - 1)];
    NAPKIN_ASSERT(up > 0);
    moves(state, state) = up + down;
    if (state + 1 < states) {
      moves(state, state + 1) = -up;
    }
    if (state > 0) {
      moves(state, state - 1) = -down;
    }
  }
  const Eigen::VectorXd times = moves.partialPivLu().solve(Eigen::VectorXd::Ones(states));
  return times(0);
}

}  // namespace napkin::analysis
