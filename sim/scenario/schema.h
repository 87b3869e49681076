#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/value_info.h"

namespace napkin {

/// A JSON Schema (draft-07) for the map that a declaration reads, for completion and checks in an
/// editor: a complete document, what is used within others under `definitions`. The same bytes
/// each time.
///
/// Where the declaration has a key `extends`, a map that gives it need only hold what it changes:
/// no key within it is required, unless in the items of a list.
[[nodiscard]] std::string json_schema(const DeclarationInfo& declaration, std::string_view title);

}  // namespace napkin
