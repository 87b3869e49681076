#pragma once

#include <cstdint>
#include <optional>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A right that ends by itself. The token is larger than that of every earlier lease.
struct Lease {
  NodeId holder{0};
  std::uint64_t token = 0;
  Time expires{0};  ///< by the grantor's clock; the lease is over at this time

  friend bool operator==(const Lease&, const Lease&) = default;
};

/// Who grants the lease of one resource: to one holder at a time, so that a holder that died
/// blocks the others no longer than the lease lasts.
///
/// The grantor's clock may step back: time seen once is not unseen, so that nobody's lease is cut
/// short or prolonged for it. O(1).
/// Source: Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file
/// cache consistency", SOSP 1989.
///
///     LeaseGrantor grantor(10s);
///     const auto lease = grantor.acquire(node, now);     // empty: somebody else holds it
class LeaseGrantor final {
 public:
  /// Throws std::invalid_argument unless the duration is positive.
  explicit LeaseGrantor(Duration duration);

  /// Grants a new lease, or prolongs the one that this node holds (same token). Empty while another
  /// node holds it.
  std::optional<Lease> acquire(NodeId node, Time now);
  /// Prolongs a lease; empty if it is no longer that one that is in force.
  std::optional<Lease> renew(const Lease& lease, Time now);
  /// Gives it back early. Returns false if it was no longer in force.
  bool release(const Lease& lease, Time now);
  /// The lease in force, if any.
  [[nodiscard]] std::optional<Lease> current(Time now);

 private:
  Duration duration_;
  Time latest_ = Time::min();
  std::optional<Lease> lease_;
  std::uint64_t tokens_ = 0;
};

/// Who holds the lease, and must stop acting on it before the grantor lets another one act.
///
/// The holder counts from the moment it sent the request, which is before the grantor granted it,
/// and gives up earlier by what its clock may run slow. Then holder and grantor agree though their
/// clocks show different times.
class LeaseHolder final {
 public:
  /// `drift_ratio_max`: by how much the two clocks' speeds may differ, 0 to 1 (1e-4: 100 ppm).
  /// Throws std::invalid_argument outside that range.
  explicit LeaseHolder(double drift_ratio_max = 1e-4);

  /// The grant of a request that was sent at `sent` (by this node's clock) has arrived.
  void on_granted(std::uint64_t token, Duration duration, Time sent);

  /// Whether it is safe to act on the lease now (by this node's clock).
  [[nodiscard]] bool may_act(Time now) const { return now < safe_until_; }

  /// To be sent with every action; see FencingGuard.
  [[nodiscard]] std::uint64_t token() const { return token_; }

  [[nodiscard]] Time safe_until() const { return safe_until_; }

 private:
  double drift_ratio_max_;
  std::uint64_t token_ = 0;
  Time safe_until_ = Time::min();
};

/// Stands before the resource and refuses whom a later lease has replaced: the last line of defence
/// against a holder that slept (garbage collection, swapped out) between the check and the act.
/// Source: Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 8, "Fencing tokens".
class FencingGuard final {
 public:
  /// Returns whether an action under this token may go on.
  bool admit(std::uint64_t token);

 private:
  std::uint64_t latest_ = 0;
};

}  // namespace napkin::algorithms
