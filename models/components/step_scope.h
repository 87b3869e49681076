#pragma once

#include <cstdint>   // uint8_t, uint32_t
#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "sim/net/request.h"
#include "sim/scenario/quantity.h"

namespace napkin::components {

/// What one request knows while its steps run.
struct StepFrame {
  const Request& request;
  std::vector<double> variables{};
  std::vector<Reply> replies{};   ///< the latest one first, then those with names; empty: unused
  std::optional<Reply> answer{};  ///< of a `return`: the request is over
  std::uint32_t rounds = 0;       ///< of its loops
};

/// Where a name of a formula stands in the frame.
struct StepSlot {
  enum class Place : std::uint8_t {
    kKey,
    kUser,
    kValue,
    kBytes,
    kNow,  ///< since the start of the run
    kVariable,
    kReplyValue,
    kReplyVersion,
    kReplyBytes,
  };

  Place place = Place::kKey;
  std::uint32_t index = 0;  ///< of the variable or the reply
  QuantityKind kind = QuantityKind::kNumber;
};

/// The names that the steps of an operation may use, in the order in which they come up: `key`,
/// `user`, `value`, `bytes` and `now` of the request, its variables, and its replies.
class StepScope {
 public:
  /// Where a name stands; nothing for an unknown one.
  [[nodiscard]] std::optional<StepSlot> find(std::string_view name);

  /// The number of a reply by its name, `reply` being the latest one.
  [[nodiscard]] std::optional<std::uint32_t> find_reply(std::string_view name);

  /// A variable that is set; the one there is when its name is known. Nothing when that holds
  /// another kind of quantity, or the name is taken by something else.
  [[nodiscard]] std::optional<std::uint32_t> add_variable(const std::string& name,
                                                          QuantityKind kind);
  /// A reply with a name; nothing when the name is taken by something else.
  [[nodiscard]] std::optional<std::uint32_t> add_reply(const std::string& name);

  /// All names, for messages.
  [[nodiscard]] std::vector<std::string> names() const;

  [[nodiscard]] std::size_t variables() const { return variables_.size(); }

  /// Replies that a frame keeps; 0 when nothing is ever asked about one.
  [[nodiscard]] std::size_t replies() const { return asks_ ? replies_.size() : 0; }

 private:
  [[nodiscard]] bool is_taken(const std::string& name) const;

  std::vector<std::pair<std::string, QuantityKind>> variables_;
  std::vector<std::string> replies_{"reply"};
  bool asks_ = false;  // whether any step asks about a reply
};

/// The value of a slot in base units of its kind.
[[nodiscard]] double number_at(const StepSlot& slot, const StepFrame& frame, Time now);
/// The same as a whole number, all 64 bits of it where the request or the reply has them. Negative
/// numbers count as 0.
[[nodiscard]] std::uint64_t whole_at(const StepSlot& slot, const StepFrame& frame, Time now);

/// `number` down to a whole one, from 0 to 2^63.
[[nodiscard]] std::uint64_t to_whole(double number);

}  // namespace napkin::components
