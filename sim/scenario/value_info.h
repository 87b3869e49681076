#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.h"

namespace napkin {

struct DeclarationInfo;

/// What stands at a key.
enum class ValueType : std::uint8_t {
  kText,
  kBoolean,   ///< true or false, nothing else
  kQuantity,  ///< a number with its unit, see ValueInfo::unit
  kChoice,    ///< one of a few words
  kAddress,   ///< a part of the modelled world, `threads.shard[3].primary`
  kLaw,       ///< a distribution of quantities of ValueInfo::unit
  kFormula,   ///< a quantity, a law, or arithmetic over names of the request
  kList,
  kMap,     ///< names of the author's choice, all with the same type of value
  kObject,  ///< keys of a further declaration
  kNode,    ///< anything: whoever declared it reads it by its own rules
};

/// The least or greatest quantity allowed, as it was declared.
struct Bound {
  Quantity limit;
  bool inclusive = true;
  std::string text;  ///< `0s`
};

/// The type of a value with everything that limits it.
struct ValueInfo {
  ValueType type = ValueType::kNode;
  QuantityKind unit = QuantityKind::kNumber;
  std::optional<Bound> lower{};  ///< of the quantity; of a list or map, the number of its items
  std::optional<Bound> upper{};
  std::vector<std::string> choices{};
  std::shared_ptr<const ValueInfo> element{};    ///< of a list or map
  const DeclarationInfo& (*nested)() = nullptr;  ///< of an object; may lead back to itself
};

/// A declared key.
struct KeyInfo {
  std::string name;
  ValueInfo value{};
  bool required = false;
  bool optional = false;                      ///< may be left out, and then there is no value
  std::optional<std::string> default_text{};  ///< as a user would type it
  std::string help{};
};

/// All keys of one map of a scenario: what the parser, the error messages, the help and the JSON
/// Schema know of it.
struct DeclarationInfo {
  std::string about;
  std::vector<KeyInfo> keys;

  /// Null if there is no such key.
  [[nodiscard]] const KeyInfo* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;
};

/// "a duration such as 5ms", "one of lru, lfu", "a list of durations": in the words of a message.
[[nodiscard]] std::string description_of(const ValueInfo& value);

/// "at least 1", "more than 0s, at most 1h"; empty without bounds.
[[nodiscard]] std::string bounds_of(const ValueInfo& value);

/// Mistakes of the declaration itself: a default that breaks its own rules, a key that is neither
/// required nor optional nor has a default, two keys of one name. Empty for a sound declaration.
[[nodiscard]] std::vector<std::string> mistakes_of(const DeclarationInfo& declaration);

/// Limit a value by a quantity of its unit, written as scenario text; a list or map by its number
/// of items. A count or size can only be limited further, since its bounds are those of its
/// member's type. Throw std::invalid_argument if the text is no such quantity, or would loosen
/// that.
void set_lower(ValueInfo& value, std::string_view text, bool inclusive);
void set_upper(ValueInfo& value, std::string_view text, bool inclusive);

}  // namespace napkin
