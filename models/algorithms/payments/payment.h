#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace napkin::algorithms {

/// The life of one payment, and its whole history: from the start over authorisation (the card is
/// good and the money held), capture (the money is asked for), clearing (it is booked on the
/// buyer's account) to funding (the seller has it); or aside to void, failed and refunded.
///
///     Payment payment(/*amount=*/1999);
///     payment.apply({.id = 1, .kind = Kind::kAuthorize, .amount = 1999});
///     payment.apply({.id = 2, .kind = Kind::kCapture, .amount = 1500});
///
///     started -> authorized -> captured -> cleared -> funded
///        |           |             |          \------/ refund, in parts: partly refunded, refunded
///        |           \--> voided <-/
///        \--> failed <- (authorized, captured)
///
/// Events reach a payment at least once and, by web hooks, out of order: an event id seen before
/// changes nothing, and one that cannot be applied yet is refused, to be retried. An event that
/// came to nothing is not remembered. O(events of the payment) per event. Source: the payment
/// chapter of Alex Xu, "System Design Interview" (the state machine, and the append-only
/// transaction entries).
class Payment final {
 public:
  using Amount = std::int64_t;

  enum class State : std::uint8_t {
    kStarted,
    kAuthorized,
    kCaptured,
    kCleared,
    kFunded,
    kPartlyRefunded,
    kRefunded,
    kVoided,
    kFailed,
  };

  enum class Kind : std::uint8_t { kAuthorize, kCapture, kClear, kFund, kRefund, kVoid, kFail };

  struct Event {
    std::uint64_t id = 0;  // given by who sends it; repeated when it is sent again
    Kind kind = Kind::kAuthorize;
    Amount amount = 0;  // of an authorisation, capture or refund
  };

  enum class Result : std::uint8_t {
    kApplied,
    kRepeated,   // this id was applied before
    kTooEarly,   // a later state allows it: try again
    kNeverValid  // no state to come allows it, or the amount is out of range
  };

  /// One row of the append-only history.
  struct Change {
    Event event;
    State state_after = State::kStarted;
  };

  /// A payment of `amount`. Throws std::invalid_argument unless it is positive.
  explicit Payment(Amount amount);

  /// Takes in an event. The state changes only if the result is kApplied. An authorisation may be
  /// for less than the amount asked for, a capture for less than authorised (the rest is let go),
  /// refunds for no more in all than captured.
  Result apply(const Event& event);

  [[nodiscard]] State state() const { return state_; }

  [[nodiscard]] Amount amount() const { return amount_; }

  [[nodiscard]] Amount authorized() const { return authorized_; }

  [[nodiscard]] Amount captured() const { return captured_; }

  [[nodiscard]] Amount refunded() const { return refunded_; }

  [[nodiscard]] const std::vector<Change>& history() const { return history_; }

  /// Whether the seller has been paid (less what is refunded).
  [[nodiscard]] bool is_funded() const;

  /// Whether no event can change it any more.
  [[nodiscard]] bool is_final() const;

  /// Where `event` leads from `state`; empty if it leads nowhere. A refund leads to
  /// kPartlyRefunded.
  [[nodiscard]] static std::optional<State> next(State state, Kind event);

 private:
  [[nodiscard]] bool is_amount_valid(const Event& event) const;
  [[nodiscard]] bool may_become_valid(Kind event) const;
  void account_for(const Event& event);

  State state_ = State::kStarted;
  Amount amount_;
  Amount authorized_ = 0;
  Amount captured_ = 0;
  Amount refunded_ = 0;
  std::vector<Change> history_;
};

}  // namespace napkin::algorithms
