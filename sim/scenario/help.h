#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/node.h"
#include "sim/scenario/value_info.h"

namespace napkin {

/// The keys of a declaration as a table of text: name, what stands there, default, help; nested
/// keys indented below theirs. A declaration within itself is named, not repeated. With a line end
/// last.
[[nodiscard]] std::string help_text(const DeclarationInfo& declaration);

/// The type of a value in a word or two: `duration`, `rate`, `lru | lfu`, `list of addresses`.
[[nodiscard]] std::string type_text(const ValueInfo& value);

/// A default that a scenario leaves in force.
struct DefaultInForce {
  std::string path;  ///< `components.api.queue`
  std::string text;  ///< as a user would type it
};

/// Every default that holds because `node` does not give its key; `path` is where the node stands.
[[nodiscard]] std::vector<DefaultInForce> defaults_in_force(const DeclarationInfo& declaration,
                                                            const Node& node,
                                                            std::string_view path);

}  // namespace napkin
