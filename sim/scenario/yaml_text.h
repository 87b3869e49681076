#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/node.h"

namespace napkin {

/// A node as YAML in flow style that reads back as the same node, safe for a terminal: what is not
/// plain stands in double quotes with escapes, and braces are doubled, so that they name no
/// parameter.
[[nodiscard]] std::string yaml_text(const Node& node);

/// A key or a scalar of this text; `quoted`: it has to be a text, even if it looks like a number.
[[nodiscard]] std::string yaml_scalar(std::string_view text, bool quoted);

}  // namespace napkin
