#include "models/algorithms/membership/swim.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

using Kind = SwimMessage::Kind;

Swim::Swim(NodeId self, SwimOptions options, std::uint64_t seed)
    : self_(self), options_(options), seed_(seed) {
  require(options.probe_timeout > 0ns && options.probe_timeout < options.probe_period,
          "swim: probe_timeout must be positive and shorter than probe_period");
  require(options.suspicion_multiplier > 0, "swim: suspicion_multiplier must be positive");
  require(options.retransmit_multiplier > 0, "swim: retransmit_multiplier must be positive");
  require(options.reconnect_period > 0ns, "swim: reconnect_period must be positive");
}

Swim::Messages Swim::join(NodeId contact, Time now) {
  advance_to(now);
  return {message(Kind::kJoin, contact, contact, ++sequence_)};
}

void Swim::add_member(NodeId node) {
  learn({node, MemberState::kAlive, 0});
}

void Swim::leave() {
  leaving_ = true;
  rumors_.add({self_, MemberState::kDead, incarnation_});
}

Swim::Messages Swim::tick(Time now) {
  advance_to(now);
  Messages out;
  declare_dead_suspects();
  ask_helpers(&out);
  if (now_ >= period_start_ + options_.probe_period) {
    finish_probe();
    start_probe(&out);
  }
  if (now_ >= reconnect_at_) {
    reconnect(&out);
  }
  return out;
}

Time Swim::next_deadline() const {
  if (!started_) {
    return now_;
  }
  Time deadline = std::min(period_start_ + options_.probe_period, reconnect_at_);
  if (probe_.has_value() && !probe_->acknowledged && !probe_->helpers_asked) {
    deadline = std::min(deadline, period_start_ + options_.probe_timeout);
  }
  for (const auto& [node, until] : suspected_until_) {
    deadline = std::min(deadline, until);
  }
  return deadline;
}

Swim::Messages Swim::receive(const SwimMessage& received, Time now) {
  advance_to(now);
  if (received.from != self_ && !members_.find(received.from).has_value()) {
    learn({received.from, MemberState::kAlive, 0});  // its own rumors may say more
  }
  for (const MemberUpdate& update : received.updates) {
    learn(update);
  }
  Messages out;
  switch (received.kind) {
    case Kind::kPing:
      out.push_back(message(Kind::kAck, received.from, self_, received.sequence));
      break;
    case Kind::kPingRequest:
      relay_ping(received, &out);
      break;
    case Kind::kAck:
      on_acknowledged(received, &out);
      break;
    case Kind::kJoin:
      welcome(received, &out);
      break;
    case Kind::kWelcome:
      break;  // its updates were all there is to it
  }
  return out;
}

std::vector<MemberUpdate> Swim::take_changes() {
  return std::exchange(changes_, {});
}

void Swim::advance_to(Time now) {
  if (!started_) {
    started_ = true;
    now_ = now;
    period_start_ = now - options_.probe_period;  // the first probe is due at once
    reconnect_at_ = now + options_.reconnect_period;
  }
  now_ = std::max(now_, now);
  std::erase_if(relays_, [this](const auto& relay) { return relay.second.expires < now_; });
}

void Swim::declare_dead_suspects() {
  std::vector<NodeId> due;
  for (const auto& [node, until] : suspected_until_) {
    if (until <= now_) {
      due.push_back(node);
    }
  }
  for (const NodeId node : due) {
    learn({node, MemberState::kDead, members_.find(node)->incarnation});
  }
}

void Swim::ask_helpers(Messages* out) {
  const bool due = probe_.has_value() && !probe_->acknowledged && !probe_->helpers_asked &&
                   now_ >= period_start_ + options_.probe_timeout;
  if (!due) {
    return;
  }
  probe_->helpers_asked = true;
  std::vector<NodeId> helpers = members_.nodes_in(MemberState::kAlive);
  std::erase(helpers, probe_->target);
  shuffle(&helpers);
  helpers.resize(std::min(helpers.size(), options_.helpers));
  for (const NodeId helper : helpers) {
    out->push_back(message(Kind::kPingRequest, helper, probe_->target, probe_->sequence));
  }
}

void Swim::finish_probe() {
  // A caller that slept has not read its mail: nobody is suspected for our own sleep.
  const bool slept = now_ >= period_start_ + 2 * options_.probe_period;
  if (probe_.has_value() && !probe_->acknowledged && !slept && members_.is_member(probe_->target)) {
    learn({probe_->target, MemberState::kSuspect, members_.find(probe_->target)->incarnation});
  }
  probe_.reset();
}

void Swim::start_probe(Messages* out) {
  period_start_ = now_;
  if (const auto target = next_target()) {
    probe_ = Probe{*target, ++sequence_};
    out->push_back(message(Kind::kPing, *target, *target, probe_->sequence));
  }
}

void Swim::reconnect(Messages* out) {
  reconnect_at_ = now_ + options_.reconnect_period;
  const std::vector<NodeId> dead = members_.nodes_in(MemberState::kDead);
  if (!dead.empty()) {
    const NodeId node = dead[static_cast<std::size_t>(random_below(dead.size()))];
    out->push_back(message(Kind::kPing, node, node, ++sequence_));
  }
}

// Section 4.3: a round visits all in random order, so the time to the next ping is bounded.
std::optional<NodeId> Swim::next_target() {
  for (int attempt = 0; attempt < 2; ++attempt) {
    while (!round_.empty()) {
      const NodeId target = round_.back();
      round_.pop_back();
      if (members_.is_member(target)) {  // it may have died since the round began
        return target;
      }
    }
    start_round();
  }
  return std::nullopt;
}

void Swim::start_round() {
  round_ = members_.nodes_in(MemberState::kAlive);
  const std::vector<NodeId> suspects = members_.nodes_in(MemberState::kSuspect);
  round_.insert(round_.end(), suspects.begin(), suspects.end());
  shuffle(&round_);
}

void Swim::learn(const MemberUpdate& update) {
  if (update.node == self_) {
    refute(update);
    return;
  }
  const bool is_new = !members_.find(update.node).has_value();
  if (!members_.apply(update)) {
    return;
  }
  if (is_new && !round_.empty() && update.state != MemberState::kDead) {
    const std::uint64_t place = random_below(round_.size() + 1);
    round_.insert(round_.begin() + static_cast<std::ptrdiff_t>(place), update.node);
  }
  if (update.state == MemberState::kSuspect) {
    suspected_until_[update.node] = now_ + suspicion_timeout();
  } else {
    suspected_until_.erase(update.node);
  }
  rumors_.add(update);
  changes_.push_back(update);
}

void Swim::refute(const MemberUpdate& claim) {
  if (claim.state == MemberState::kAlive) {
    incarnation_ = std::max(incarnation_, claim.incarnation);  // of a former life
  } else if (claim.incarnation >= incarnation_ && !leaving_) {
    incarnation_ = claim.incarnation + 1;
    rumors_.add({self_, MemberState::kAlive, incarnation_});
  }
}

void Swim::on_acknowledged(const SwimMessage& ack, Messages* out) {
  if (probe_.has_value() && probe_->target == ack.subject && probe_->sequence == ack.sequence) {
    probe_->acknowledged = true;
  }
  const auto relay = relays_.find(ack.sequence);
  if (relay != relays_.end()) {
    out->push_back(message(Kind::kAck, relay->second.origin, ack.subject, relay->second.sequence));
    relays_.erase(relay);
  }
}

void Swim::relay_ping(const SwimMessage& request, Messages* out) {
  relays_[++sequence_] = {request.from, request.sequence, now_ + options_.probe_period};
  out->push_back(message(Kind::kPing, request.subject, request.subject, sequence_));
}

void Swim::welcome(const SwimMessage& join, Messages* out) {
  out->push_back(message(Kind::kWelcome, join.from, self_, join.sequence));
  const std::vector<MemberUpdate> all = members_.all();
  out->back().updates.insert(out->back().updates.end(), all.begin(), all.end());
}

SwimMessage Swim::message(Kind kind, NodeId to, NodeId subject, std::uint64_t sequence) {
  SwimMessage result{kind, self_, to, subject, sequence, {}};
  result.updates = rumors_.take(options_.updates_per_message,
                                options_.retransmit_multiplier * group_logarithm());
  result.updates.push_back(
      {self_, leaving_ ? MemberState::kDead : MemberState::kAlive, incarnation_});
  // Whoever is not thought alive hears of it at once, and can refute.
  const auto belief = members_.find(to);
  if (belief.has_value() && belief->state != MemberState::kAlive) {
    result.updates.push_back(*belief);
  }
  return result;
}

Duration Swim::suspicion_timeout() const {
  const auto periods = static_cast<Duration::rep>(group_logarithm()) *
                       static_cast<Duration::rep>(options_.suspicion_multiplier);
  return options_.probe_period * periods;
}

// ceil(log2(n + 1)), where n counts this node as well.
std::size_t Swim::group_logarithm() const {
  return static_cast<std::size_t>(std::bit_width(members_.members_count() + 1));
}

std::uint64_t Swim::random_below(std::uint64_t bound) {
  return mix64(seed_, ++draws_) % bound;
}

void Swim::shuffle(std::vector<NodeId>* nodes) {
  for (std::size_t last = nodes->size(); last > 1; --last) {
    std::swap((*nodes)[last - 1], (*nodes)[static_cast<std::size_t>(random_below(last))]);
  }
}

}  // namespace napkin::algorithms
