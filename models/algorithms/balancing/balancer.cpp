#include "models/algorithms/balancing/balancer.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

void Balancer::on_finish(Backend& backend, Time now, Duration latency) {
  NAPKIN_CONTRACT(backend.in_flight > 0);
  --backend.in_flight;
  learn(backend, now, latency);
}

}  // namespace napkin::algorithms
