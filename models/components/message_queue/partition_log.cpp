#include "models/components/message_queue/partition_log.h"

#include <algorithm>

#include "sim/kernel/assert.h"

namespace napkin::components {

using algorithms::DeliveryQueue;

PartitionLog::PartitionLog(std::size_t consumers, std::vector<DeliveryQueue::Options> retries) {
  NAPKIN_ASSERT(retries.size() == consumers);
  for (const DeliveryQueue::Options& options : retries) {
    subscriptions_.emplace_back(options);
  }
}

PartitionLog::Offset PartitionLog::append(const Request& request, Time now) {
  const Offset offset = end();
  log_.push_back(Message{request, now});
  ++appended_;
  ++counts_.published;
  for (Subscription& subscription : subscriptions_) {
    subscription.open.emplace(offset, State::kReady);
    subscription.ready.publish(offset, now);
  }
  return offset;
}

std::optional<PartitionLog::Delivery> PartitionLog::receive(std::size_t consumer, Time now) {
  Subscription& subscription = subscriptions_[consumer];
  while (const auto next = subscription.ready.receive(now)) {
    const auto entry = subscription.open.find(next->message);
    if (entry == subscription.open.end()) {
      subscription.ready.acknowledge(next->receipt);  // it expired while it waited
      continue;
    }
    entry->second = State::kTaken;
    return Delivery{next->message, next->receipt, *log_[next->message - first_]};
  }
  return std::nullopt;
}

void PartitionLog::on_sent(std::size_t consumer, const Delivery& delivery) {
  subscriptions_[consumer].open.at(delivery.offset) = State::kSent;
}

void PartitionLog::acknowledge(std::size_t consumer, const Delivery& delivery) {
  subscriptions_[consumer].ready.acknowledge(delivery.receipt);
  ++counts_.delivered;
  close(consumer, delivery.offset);
}

bool PartitionLog::retry(std::size_t consumer, const Delivery& delivery, Time now) {
  Subscription& subscription = subscriptions_[consumer];
  const std::size_t dead_before = subscription.ready.dead_letters().size();
  subscription.ready.fail(delivery.receipt, now);
  if (subscription.ready.dead_letters().size() > dead_before) {
    ++counts_.dead;
    close(consumer, delivery.offset);
    return false;
  }
  subscription.open.at(delivery.offset) = State::kReady;
  return true;
}

void PartitionLog::bury(std::size_t consumer, const Delivery& delivery) {
  subscriptions_[consumer].ready.reject(delivery.receipt);
  ++counts_.dead;
  close(consumer, delivery.offset);
}

void PartitionLog::drop_oldest() {
  for (Offset offset = first_; offset < end(); ++offset) {
    if (log_[offset - first_] && !is_under_way(offset)) {
      lose(offset);
      remove_finished();
      return;
    }
  }
}

void PartitionLog::expire(Time limit) {
  for (Offset offset = first_; offset < end(); ++offset) {
    const std::optional<Message>& message = log_[offset - first_];
    if (message && message->published >= limit) {
      break;
    }
    if (message && !is_under_way(offset)) {
      lose(offset);
    }
  }
  remove_finished();
}

void PartitionLog::crash(bool disk_lost, Time now) {
  const Offset kept = disk_lost ? first_ : std::max(flushed_, first_);
  for (Offset offset = kept; offset < end(); ++offset) {
    if (log_[offset - first_]) {
      lose(offset);
    }
  }
  remove_finished();
  for (Subscription& subscription : subscriptions_) {
    subscription.ready = DeliveryQueue(subscription.retries);
    for (auto& [offset, state] : subscription.open) {
      counts_.redelivered += state == State::kSent ? 1 : 0;
      state = State::kReady;
      subscription.ready.publish(offset, now);
    }
  }
}

std::optional<Time> PartitionLog::oldest() const {
  return log_.empty() ? std::nullopt : std::optional(log_.front()->published);
}

bool PartitionLog::balances() const {
  return std::all_of(subscriptions_.begin(), subscriptions_.end(), [this](const Subscription& one) {
    return appended_ == one.closed + one.open.size();
  });
}

bool PartitionLog::is_under_way(Offset offset) const {
  return std::any_of(
      subscriptions_.begin(), subscriptions_.end(), [offset](const Subscription& one) {
        const auto entry = one.open.find(offset);
        return entry != one.open.end() && entry->second != State::kReady;
      });
}

void PartitionLog::close(std::size_t consumer, Offset offset) {
  Subscription& subscription = subscriptions_[consumer];
  subscription.open.erase(offset);
  ++subscription.closed;
  remove_finished();
}

void PartitionLog::lose(Offset offset) {
  log_[offset - first_].reset();
  ++counts_.lost;
  for (Subscription& subscription : subscriptions_) {
    subscription.closed += subscription.open.erase(offset);
  }
}

/// Messages that all consumers are done with leave from the front. Without consumers they stay
/// until they are too old.
void PartitionLog::remove_finished() {
  const auto is_open = [this](Offset offset) {
    return std::any_of(subscriptions_.begin(),
                       subscriptions_.end(),
                       [offset](const Subscription& one) { return one.open.contains(offset); });
  };
  while (!log_.empty() && (!log_.front() || (!subscriptions_.empty() && !is_open(first_)))) {
    log_.pop_front();
    ++first_;
  }
  flushed_ = std::max(flushed_, first_);
}

}  // namespace napkin::components
