#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/address.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/node.h"
#include "sim/scenario/value_info.h"

namespace napkin {

/// Quantities that a scenario may call by name, such as `send_message.peak` of its workload.
class QuantityNames {
 public:
  virtual ~QuantityNames() = default;
  [[nodiscard]] virtual std::optional<Quantity> find(std::string_view name) const = 0;
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

/// What reading needs besides the tree: where mistakes go, and the names that stand for quantities
/// (null: none). Both must outlive the read.
struct ReadContext {
  // NOLINTNEXTLINE(google-explicit-constructor): most readers have only diagnostics to pass.
  ReadContext(Diagnostics& collected, const QuantityNames* known = nullptr)
      : diagnostics(collected), names(known) {}

  Diagnostics& diagnostics;
  const QuantityNames* names;
};

/// Each reads one node by the rules of `value`; a mistake is reported and gives nothing.
[[nodiscard]] std::optional<std::string> read_text(const Node& node, const ReadContext& context);
[[nodiscard]] std::optional<bool> read_boolean(const Node& node, const ReadContext& context);
[[nodiscard]] std::optional<Address> read_address(const Node& node, const ReadContext& context);
[[nodiscard]] std::optional<Quantity> read_quantity(const Node& node,
                                                    const ValueInfo& value,
                                                    const ReadContext& context);

/// The position of the word among the choices.
[[nodiscard]] std::optional<std::size_t> read_choice(const Node& node,
                                                     const ValueInfo& value,
                                                     const ReadContext& context);

/// Reports a node that is not a list (or map), or has too few or too many items; false then.
[[nodiscard]] bool check_list(const Node& node, const ValueInfo& value, const ReadContext& context);
[[nodiscard]] bool check_map(const Node& node, const ValueInfo& value, const ReadContext& context);

/// Reports the keys of a map that could not be named in an address (see is_part_name), as
/// components, regions and operations have to be; false if there are any.
[[nodiscard]] bool check_part_names(const Node& map, const ReadContext& context);

/// Reports everything wrong with a value of any type, without keeping what was read.
void check_value(const Node& node, const ValueInfo& value, const ReadContext& context);

/// The default of a key as a node, its mark telling that it is the default. Absent without default.
[[nodiscard]] Node default_node(const KeyInfo& key);

/// Reports a quantity outside the bounds; false then.
[[nodiscard]] bool check_bounds(const Node& node,
                                const ValueInfo& value,
                                const Quantity& quantity,
                                const ReadContext& context);

/// Goes through a map by its declaration: reports unknown keys and missing ones. Gives the nodes to
/// read by the index of their key, defaults put in, absent where nothing is to be read; nothing at
/// all if the node is not a map. An absent node, or one without content, counts as an empty map.
/// Names in `other_keys` belong to another reader and are passed over.
[[nodiscard]] std::optional<std::vector<Node>> match_keys(
    const DeclarationInfo& declaration,
    const Node& node,
    const std::vector<std::string>& other_keys,
    const ReadContext& context);

}  // namespace napkin
