#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/node.h"
#include "sim/scenario/quantity.h"

namespace napkin {

struct DeclarationInfo;
struct VariantInfo;

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
  kMap,      ///< names of the author's choice, all with the same type of value
  kObject,   ///< keys of a further declaration
  kVariant,  ///< keys of one of several declarations, told apart by the value of one key
  kNode,     ///< anything: whoever declared it reads it by its own rules
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
  std::vector<std::string> choices{};          ///< of a quantity: words that may stand in its place
  std::shared_ptr<const ValueInfo> element{};  ///< of a list or map
  const DeclarationInfo& (*nested)() = nullptr;  ///< of an object; may lead back to itself
  std::shared_ptr<const VariantInfo> variants{};
};

/// One of several maps that differ in the value of one key, as components differ by `kind`.
struct Variant {
  std::string name;  ///< the value of the key
  const DeclarationInfo* declaration = nullptr;
};

struct VariantInfo {
  std::string key;                               ///< `kind`
  std::vector<Variant> (*all)() = nullptr;       ///< by name
  const DeclarationInfo& (*common)() = nullptr;  ///< keys that each of them has besides

  /// What the value of the key says the map is; null if it says nothing, or nothing known.
  [[nodiscard]] const DeclarationInfo* find(std::string_view name) const;
};

/// A declared key.
struct KeyInfo {
  std::string name;
  ValueInfo value{};
  bool required = false;
  bool optional = false;                      ///< may be left out, and then there is no value
  std::optional<std::string> default_text{};  ///< as a user would type it
  std::string help{};
  /// Its default holds only in a map that gives one of these keys; empty: always.
  std::vector<std::string> goes_with{};
};

/// All keys of one map of a scenario: what the parser, the error messages, the help and the JSON
/// Schema know of it.
struct DeclarationInfo {
  std::string about;
  std::vector<KeyInfo> keys;
  std::string topic{};  ///< under which it is explained once, `steps`; may be empty
  /// Besides the keys, names of the author's choice, all with this type of value; null: none.
  std::shared_ptr<const ValueInfo> others{};

  /// Null if there is no such key.
  [[nodiscard]] const KeyInfo* find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> names() const;
};

/// Whether the default of a key holds in a map: it has one, the map does not give the key, and
/// gives what it goes with.
[[nodiscard]] bool is_default_in_force(const KeyInfo& key, const Node& map);

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
