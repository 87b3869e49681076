#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/time.h"
#include "models/algorithms/queue/delay_queue.h"

namespace napkin::algorithms {

/// A work queue that delivers each message at least once and gives up in the end: a received
/// message is leased to its consumer; if that neither acknowledges it nor asks for more time before
/// the lease ends, it is delivered again. A failed message waits before its next attempt, longer
/// each time, and after the last one goes to the dead letters, where a person looks at it. Messages
/// are 64-bit names; their contents are the caller's.
///
///     DeliveryQueue queue({.lease = 30s, .attempts_max = 4, .retry_delays = {1s, 10s, 60s}});
///     queue.publish(message, now);
///     const auto delivery = queue.receive(now);                   // attempt 1
///     ok ? queue.acknowledge(delivery->receipt) : queue.fail(delivery->receipt, now);
///
/// Source: Amazon SQS (visibility time-out, redrive policy); the retry and dead letter queues of
/// the payment chapter in Alex Xu, "System Design Interview". O(log n) per call.
class DeliveryQueue final {
 public:
  using Message = std::uint64_t;
  using Receipt = std::uint64_t;

  struct Options {
    Time lease = std::chrono::seconds(30);
    /// Deliveries of a message at most, the first included; at least 1.
    std::uint32_t attempts_max = 5;
    /// Pause after the first, second ... failed attempt; the last one repeats. Empty: no pause.
    std::vector<Time> retry_delays = {};
  };

  struct Delivery {
    Message message = 0;
    Receipt receipt = 0;
    std::uint32_t attempt = 1;
  };

  struct DeadLetter {
    Message message = 0;
    std::uint32_t attempts = 0;

    friend bool operator==(const DeadLetter&, const DeadLetter&) = default;
  };

  /// Throws std::invalid_argument for attempts_max 0, or a lease or delay that is negative.
  explicit DeliveryQueue(Options options);

  /// Queues `message`, to be delivered from `now` + `delay` on.
  void publish(Message message, Time now, Time delay = Time::zero());

  /// Leases out the message that has been ready longest; empty if none is.
  std::optional<Delivery> receive(Time now);

  /// The message is done with. A late call counts until the end of the lease is noticed; after that
  /// it returns false, as do those below: somebody else may have the message by now, and what was
  /// done for it may be done twice.
  bool acknowledge(Receipt receipt);

  /// Prolongs a lease to `now` + `lease`. False if it is over.
  bool extend(Receipt receipt, Time now, Time lease);

  /// The attempt failed: the message is tried again after its pause, or is a dead letter if that
  /// was its last attempt. False if the lease was over.
  bool fail(Receipt receipt, Time now);

  /// The message can never succeed (it is malformed, say): it is a dead letter at once.
  bool reject(Receipt receipt);

  /// Ends the leases that are over: each counts as a failed attempt, retried without a pause.
  /// Called by receive; to be called alone only to see the dead letters of a queue that nobody
  /// reads.
  void expire_leases(Time now);

  /// When something will happen next: a message becomes ready or a lease ends.
  [[nodiscard]] std::optional<Time> next_event();

  [[nodiscard]] const std::deque<DeadLetter>& dead_letters() const { return dead_letters_; }

  /// Queues all dead letters anew, with all their attempts before them. Returns how many.
  std::size_t redrive(Time now);

  /// Messages that wait, for their time or for a consumer.
  [[nodiscard]] std::size_t waiting_count() const { return waiting_.size(); }

  [[nodiscard]] std::size_t leased_count() const { return leases_.size(); }

 private:
  struct Waiting {
    Message message;
    std::uint32_t attempts_made;
  };

  struct Lease {
    Message message;
    std::uint32_t attempt;
    DelayQueue<Receipt>::Ticket end;
  };

  [[nodiscard]] std::optional<Lease> take_lease(Receipt receipt);
  [[nodiscard]] Time pause_after(std::uint32_t attempt) const;
  void retry_or_bury(const Lease& lease, Time ready);

  Options options_;
  DelayQueue<Waiting> waiting_;
  DelayQueue<Receipt> lease_ends_;
  std::map<Receipt, Lease> leases_;
  std::deque<DeadLetter> dead_letters_;
  Receipt next_receipt_ = 1;
};

}  // namespace napkin::algorithms
