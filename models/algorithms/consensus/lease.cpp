#include "models/algorithms/consensus/lease.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

LeaseGrantor::LeaseGrantor(Duration duration) : duration_(duration) {
  require(duration > 0ns, "lease: duration must be positive");
}

std::optional<Lease> LeaseGrantor::acquire(NodeId node, Time now) {
  const std::optional<Lease> held = current(now);
  if (held.has_value() && held->holder != node) {
    return std::nullopt;
  }
  const std::uint64_t token = held.has_value() ? held->token : ++tokens_;
  lease_ = Lease{node, token, latest_ + duration_};
  return lease_;
}

std::optional<Lease> LeaseGrantor::renew(const Lease& lease, Time now) {
  const std::optional<Lease> held = current(now);
  if (!held.has_value() || held->token != lease.token) {
    return std::nullopt;
  }
  return acquire(held->holder, now);
}

bool LeaseGrantor::release(const Lease& lease, Time now) {
  const std::optional<Lease> held = current(now);
  if (!held.has_value() || held->token != lease.token) {
    return false;
  }
  lease_.reset();
  return true;
}

std::optional<Lease> LeaseGrantor::current(Time now) {
  latest_ = std::max(latest_, now);
  if (lease_.has_value() && latest_ >= lease_->expires) {
    lease_.reset();
  }
  return lease_;
}

LeaseHolder::LeaseHolder(double drift_ratio_max) : drift_ratio_max_(drift_ratio_max) {
  require(drift_ratio_max >= 0.0 && drift_ratio_max <= 1.0, "lease: drift ratio must be 0 to 1");
}

void LeaseHolder::on_granted(std::uint64_t token, Duration duration, Time sent) {
  const auto margin = static_cast<double>(duration.count()) * drift_ratio_max_;
  // One nanosecond more, for what the conversion cuts off.
  const Duration margin_rounded_up(static_cast<Duration::rep>(margin) + 1);
  const Time safe_until = sent + duration - std::min(duration, margin_rounded_up);
  if (token > token_) {
    token_ = token;
    safe_until_ = safe_until;
  } else if (token == token_) {
    safe_until_ = std::max(safe_until_, safe_until);
  }
}

bool FencingGuard::admit(std::uint64_t token) {
  if (token < latest_) {
    return false;
  }
  latest_ = token;
  return true;
}

}  // namespace napkin::algorithms
