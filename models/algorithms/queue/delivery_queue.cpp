#include "models/algorithms/queue/delivery_queue.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace napkin::algorithms {

DeliveryQueue::DeliveryQueue(Options options) : options_(std::move(options)) {
  const auto is_negative = [](Time time) { return time < Time::zero(); };
  if (options_.attempts_max == 0) {
    throw std::invalid_argument("DeliveryQueue: attempts_max must be at least 1");
  }
  if (is_negative(options_.lease) ||
      std::any_of(options_.retry_delays.begin(), options_.retry_delays.end(), is_negative)) {
    throw std::invalid_argument("DeliveryQueue: lease and retry_delays must not be negative");
  }
}

void DeliveryQueue::publish(Message message, Time now, Time delay) {
  waiting_.push(now + delay, {message, 0});
}

std::optional<DeliveryQueue::Delivery> DeliveryQueue::receive(Time now) {
  expire_leases(now);
  const std::optional<Waiting> next = waiting_.pop(now);
  if (!next) {
    return std::nullopt;
  }
  const Receipt receipt = next_receipt_++;
  const std::uint32_t attempt = next->attempts_made + 1;
  const auto end = lease_ends_.push(now + options_.lease, receipt);
  leases_.emplace(receipt, Lease{next->message, attempt, end});
  return Delivery{next->message, receipt, attempt};
}

std::optional<DeliveryQueue::Lease> DeliveryQueue::take_lease(Receipt receipt) {
  auto node = leases_.extract(receipt);
  if (node.empty()) {
    return std::nullopt;
  }
  lease_ends_.cancel(node.mapped().end);
  return node.mapped();
}

bool DeliveryQueue::acknowledge(Receipt receipt) {
  return take_lease(receipt).has_value();
}

bool DeliveryQueue::extend(Receipt receipt, Time now, Time lease) {
  const auto found = leases_.find(receipt);
  if (found == leases_.end()) {
    return false;
  }
  lease_ends_.cancel(found->second.end);
  found->second.end = lease_ends_.push(now + lease, receipt);
  return true;
}

bool DeliveryQueue::fail(Receipt receipt, Time now) {
  const auto lease = take_lease(receipt);
  if (lease) {
    retry_or_bury(*lease, now + pause_after(lease->attempt));
  }
  return lease.has_value();
}

bool DeliveryQueue::reject(Receipt receipt) {
  const auto lease = take_lease(receipt);
  if (lease) {
    dead_letters_.push_back({lease->message, lease->attempt});
  }
  return lease.has_value();
}

Time DeliveryQueue::pause_after(std::uint32_t attempt) const {
  const auto& delays = options_.retry_delays;
  if (delays.empty()) {
    return Time::zero();
  }
  return delays[std::min<std::size_t>(attempt, delays.size()) - 1];
}

void DeliveryQueue::retry_or_bury(const Lease& lease, Time ready) {
  if (lease.attempt >= options_.attempts_max) {
    dead_letters_.push_back({lease.message, lease.attempt});
  } else {
    waiting_.push(ready, {lease.message, lease.attempt});
  }
}

void DeliveryQueue::expire_leases(Time now) {
  while (true) {
    const auto end = lease_ends_.next_due();
    if (!end || *end > now) {
      return;
    }
    const Receipt receipt = *lease_ends_.pop(now);
    const auto lease = take_lease(receipt);
    retry_or_bury(*lease, *end);
  }
}

std::optional<Time> DeliveryQueue::next_event() {
  const auto ready = waiting_.next_due();
  const auto end = lease_ends_.next_due();
  if (!ready || !end) {
    return ready ? ready : end;
  }
  return std::min(*ready, *end);
}

std::size_t DeliveryQueue::redrive(Time now) {
  const std::size_t count = dead_letters_.size();
  for (const DeadLetter& letter : dead_letters_) {
    publish(letter.message, now);
  }
  dead_letters_.clear();
  return count;
}

}  // namespace napkin::algorithms
