#include "models/algorithms/payments/payment.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace napkin::algorithms {

namespace {

using State = Payment::State;
using Kind = Payment::Kind;

struct Transition {
  State from;
  Kind event;
  State to;
};

constexpr std::array<Transition, 13> kTransitions{{
    {State::kStarted, Kind::kAuthorize, State::kAuthorized},
    {State::kStarted, Kind::kFail, State::kFailed},
    {State::kAuthorized, Kind::kCapture, State::kCaptured},
    {State::kAuthorized, Kind::kVoid, State::kVoided},
    {State::kAuthorized, Kind::kFail, State::kFailed},
    {State::kCaptured, Kind::kClear, State::kCleared},
    {State::kCaptured, Kind::kVoid, State::kVoided},
    {State::kCaptured, Kind::kFail, State::kFailed},
    {State::kCleared, Kind::kFund, State::kFunded},
    {State::kCleared, Kind::kRefund, State::kPartlyRefunded},
    {State::kFunded, Kind::kRefund, State::kPartlyRefunded},
    {State::kPartlyRefunded, Kind::kRefund, State::kPartlyRefunded},
    // A payment refunded in part before it was funded is funded with the rest.
    {State::kPartlyRefunded, Kind::kFund, State::kPartlyRefunded},
}};

}  // namespace

Payment::Payment(Amount amount) : amount_(amount) {
  if (amount <= 0) {
    throw std::invalid_argument("Payment: the amount must be positive");
  }
}

std::optional<State> Payment::next(State state, Kind event) {
  for (const Transition& transition : kTransitions) {
    if (transition.from == state && transition.event == event) {
      return transition.to;
    }
  }
  return std::nullopt;
}

Payment::Result Payment::apply(const Event& event) {
  for (const Change& change : history_) {
    if (change.event.id == event.id) {
      return Result::kRepeated;
    }
  }
  if (event.kind == Kind::kFund && is_funded()) {
    return Result::kNeverValid;
  }
  const auto to = next(state_, event.kind);
  if (!to) {
    return may_become_valid(event.kind) ? Result::kTooEarly : Result::kNeverValid;
  }
  if (!is_amount_valid(event)) {
    return Result::kNeverValid;
  }
  account_for(event);
  const bool is_all_refunded = event.kind == Kind::kRefund && refunded_ == captured_;
  state_ = is_all_refunded ? State::kRefunded : *to;
  history_.push_back({event, state_});
  return Result::kApplied;
}

bool Payment::is_amount_valid(const Event& event) const {
  const auto is_within = [&event](Amount limit) {
    return event.amount > 0 && event.amount <= limit;
  };
  switch (event.kind) {
    case Kind::kAuthorize:
      return is_within(amount_);
    case Kind::kCapture:
      return is_within(authorized_);
    case Kind::kRefund:
      return is_within(captured_ - refunded_);
    default:
      return true;
  }
}

void Payment::account_for(const Event& event) {
  switch (event.kind) {
    case Kind::kAuthorize:
      authorized_ = event.amount;
      break;
    case Kind::kCapture:
      captured_ = event.amount;
      break;
    case Kind::kRefund:
      refunded_ += event.amount;
      break;
    default:
      break;
  }
}

bool Payment::is_funded() const {
  return std::any_of(history_.begin(), history_.end(), [](const Change& change) {
    return change.event.kind == Kind::kFund;
  });
}

/// Whether a state that can be reached from this one allows `event`.
bool Payment::may_become_valid(Kind event) const {
  std::vector<State> reached{state_};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const Transition& transition : kTransitions) {
      if (transition.from != reached[i]) {
        continue;
      }
      if (transition.event == event) {
        return true;
      }
      if (std::find(reached.begin(), reached.end(), transition.to) == reached.end()) {
        reached.push_back(transition.to);
      }
    }
  }
  return false;
}

bool Payment::is_final() const {
  return std::none_of(kTransitions.begin(), kTransitions.end(), [this](const Transition& each) {
    return each.from == state_;
  });
}

}  // namespace napkin::algorithms
